import { Button, Text } from '@mantine/core';
import { lazy, Suspense, useContext, useState } from 'react';
import type { Variant } from '../../../../../../shared/model/flag.ts';
import { IssuesContext } from '../../../../ui/form/issues.ts';
import { EditIcon } from '../../../../ui/icons.tsx';
import { RuleSummary } from '../../rules/RuleSummary.tsx';

const RulesDialog = lazy(() => import('../../rules/RulesDialog.tsx'));

type RulesVariant = Extract<Variant, { kind: 'rules' }>;

interface RulesContentProps {
  path: string;
  variant: RulesVariant;
  onChange: (variant: RulesVariant) => void;
}

/** The answering rules of a variant: in words here, edited and tried out in a dialog. */
export function RulesContent({ path, variant, onChange }: RulesContentProps) {
  const [editing, setEditing] = useState(false);
  const { responder } = variant;
  const start = `${path}.responder.`;
  const issues = useContext(IssuesContext)
    .filter((issue) => issue.path.startsWith(start))
    // The editor knows paths inside the rules only.
    .map((issue) => ({ ...issue, path: issue.path.slice(start.length) }));
  const blank = responder.rules.length === 0 && responder.defaultAnswer === '';
  return (
    <>
      {blank ? (
        <Text size="sm" c="dimmed">
          Ordered rules that answer without a model. There are none yet, and no default answer.
        </Text>
      ) : (
        <RuleSummary responder={responder} />
      )}
      <div>
        <Button
          size="xs"
          variant="default"
          leftSection={<EditIcon size={14} />}
          data-issue={issues.length > 0 || undefined}
          onClick={() => setEditing(true)}
        >
          Edit rules…
        </Button>
      </div>
      {issues.length > 0 && (
        <Text size="xs" c="var(--mantine-color-error)">
          {issues.length === 1
            ? `In its rules: ${issues[0]?.message}`
            : `${issues.length} things to mend in its rules`}
        </Text>
      )}
      <Suspense>
        {editing && (
          <RulesDialog
            name={variant.name || variant.key}
            responder={responder}
            issues={issues}
            onChange={(next) => onChange({ ...variant, responder: next })}
            onClose={() => setEditing(false)}
          />
        )}
      </Suspense>
    </>
  );
}
