import { Stack } from '@mantine/core';
import { useRef } from 'react';
import type { FlagData } from '../../../trpc.ts';
import { IssuesContext } from '../../../ui/form/issues.ts';
import { LeaveGuard } from '../../../ui/form/LeaveGuard.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { EditorContext } from './EditorContext.ts';
import { PrerequisitesEditor } from './needs/PrerequisitesEditor.tsx';
import { RulesEditor } from './rules/RulesEditor.tsx';
import { SafetyEditor } from './SafetyEditor.tsx';
import { SettingsEditor } from './SettingsEditor.tsx';
import { SaveBar } from './saving/SaveBar.tsx';
import { useFlagDraft } from './saving/useFlagDraft.ts';
import { ServeEditor } from './serve/ServeEditor.tsx';
import { TargetsEditor } from './targets/TargetsEditor.tsx';
import { VariantsEditor } from './variants/VariantsEditor.tsx';

/** The whole flag as a form, in the order in which it decides. Nothing is live before it is saved. */
export default function FlagEditor({ data, onClose }: { data: FlagData; onClose: () => void }) {
  const form = useFlagDraft(data, onClose);
  const element = useRef<HTMLFormElement>(null);
  const showFirstIssue = () =>
    requestAnimationFrame(() =>
      element.current
        ?.querySelector<HTMLElement>('[aria-invalid="true"]:not([type="hidden"]), [data-issue]')
        ?.focus(),
    );
  const { draft, base, change } = form;
  return (
    <EditorContext value={{ draft, base, data, change }}>
      <IssuesContext value={form.issues}>
        <form
          ref={element}
          noValidate
          aria-label={`Edit ${base.name}`}
          onSubmit={(event) => {
            event.preventDefault();
            if (!form.submit()) showFirstIssue();
          }}
        >
          <Stack gap="md" key={form.generation}>
            <PrerequisitesEditor />
            <TargetsEditor />
            <RulesEditor />
            <Panel title="Everyone else" note="Those whom nothing above decides.">
              <ServeEditor
                flag={draft}
                path="fallthrough"
                what="everyone else"
                serve={draft.fallthrough}
                live={{ serve: base.fallthrough, rule: null }}
                onChange={(fallthrough) => change({ fallthrough })}
              />
            </Panel>
            <VariantsEditor />
            <SafetyEditor />
            <SettingsEditor />
          </Stack>
          <SaveBar data={data} form={form} onClose={onClose} />
        </form>
        <LeaveGuard when={form.dirty && !form.saved} />
      </IssuesContext>
    </EditorContext>
  );
}
