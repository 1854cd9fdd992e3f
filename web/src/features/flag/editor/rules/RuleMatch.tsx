import { NativeSelect, SegmentedControl, Stack } from '@mantine/core';
import type { Rule } from '../../../../../../shared/model/flag.ts';
import { attributeNames, conditionsOf } from '../../../../ui/conditions/attributes.ts';
import { blankCondition } from '../../../../ui/conditions/blank.ts';
import { ConditionList } from '../../../../ui/conditions/ConditionList.tsx';
import { useIssue } from '../../../../ui/form/issues.ts';
import { useEditor } from '../EditorContext.ts';
import classes from './Rules.module.css';

interface RuleMatchProps {
  path: string;
  rule: Rule;
  onChange: (rule: Rule) => void;
}

/** Whom a rule meets: a segment, or conditions of its own. */
export function RuleMatch({ path, rule, onChange }: RuleMatchProps) {
  const { base, data } = useEditor();
  const { match } = rule;
  const error = useIssue(`${path}.segment`);
  const attributes = attributeNames([
    ...conditionsOf(base.rules),
    ...data.segments.flatMap(({ conditions }) => conditions),
  ]);
  const choose = (kind: string) => {
    if (kind === match.kind) return;
    const next =
      kind === 'segment'
        ? { kind: 'segment' as const, segment: data.segments[0]?.key ?? '' }
        : { kind: 'conditions' as const, conditions: [blankCondition()] };
    onChange({ ...rule, match: next });
  };
  return (
    <div>
      <h3 className={classes.label}>Who</h3>
      <Stack gap="xs">
        <SegmentedControl
          size="xs"
          aria-label="How the rule says whom it meets"
          value={match.kind}
          onChange={choose}
          disabled={data.segments.length === 0 && match.kind === 'conditions'}
          data={[
            { value: 'segment', label: 'A segment' },
            { value: 'conditions', label: 'Conditions' },
          ]}
          style={{ alignSelf: 'flex-start' }}
        />
        {match.kind === 'segment' ? (
          <NativeSelect
            aria-label="Segment"
            maw={320}
            error={error}
            data={data.segments.map(({ key, name }) => ({ value: key, label: name }))}
            value={match.segment}
            onChange={(event) =>
              onChange({ ...rule, match: { kind: 'segment', segment: event.currentTarget.value } })
            }
          />
        ) : (
          <ConditionList
            path={`${path}.conditions`}
            conditions={match.conditions}
            attributes={attributes}
            segments={data.segments}
            onChange={(conditions) => onChange({ ...rule, match: { kind: 'conditions', conditions } })}
          />
        )}
      </Stack>
    </div>
  );
}
