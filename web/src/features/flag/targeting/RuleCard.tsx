import { Anchor, Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode, useState } from 'react';
import type { Condition } from '../../../../../shared/model/condition.ts';
import type { Rule } from '../../../../../shared/model/flag.ts';
import type { FlagData } from '../../../trpc.ts';
import { VariantBar, VariantLegend } from '../../../ui/VariantBar.tsx';
import { When } from '../../../ui/When.tsx';
import { conditionWords } from '../conditionWords.ts';
import { barParts, bucketsOf, nameOf } from '../variants.ts';
import classes from './DecisionStep.module.css';
import { ShareEditor } from './ShareEditor.tsx';

/** One rule in words: whom it meets, and what it serves them. */
export function RuleCard({ data, rule, number }: { data: FlagData; rule: Rule; number: number }) {
  const [editing, setEditing] = useState(false);
  const { flag, units } = data;
  const parts = barParts(flag, units, bucketsOf(rule.serve));
  return (
    <div className={classes.rule}>
      <Text size="sm">
        <strong>
          {number}. {rule.name}
        </strong>
        {rule.serve.kind === 'variant' && (
          <>
            {' '}
            → <strong>{nameOf(flag, rule.serve.variant)}</strong>
          </>
        )}
      </Text>
      <Text size="sm" c="dimmed">
        <Who data={data} rule={rule} />
        <InForce rule={rule} />
      </Text>
      {rule.serve.kind === 'split' && !editing && (
        <div style={{ maxWidth: 520, marginTop: 8 }}>
          <VariantBar parts={parts} label={`${rule.name} serves`} />
          <VariantLegend parts={parts} />
        </div>
      )}
      {editing && <ShareEditor data={data} rule={rule} serve={rule.serve} />}
      <Button
        size="compact-xs"
        variant="subtle"
        mt={6}
        ml={-8}
        aria-label={`${editing ? 'Close' : 'Change shares'}: ${rule.name}`}
        onClick={() => setEditing(!editing)}
      >
        {editing ? 'Close' : 'Change shares'}
      </Button>
    </div>
  );
}

/** When the rule holds, where it does not always. */
function InForce({ rule: { window } }: { rule: Rule }) {
  if (!window || (window.from === undefined && window.until === undefined)) return null;
  return (
    <>
      {'. It holds '}
      {window.from !== undefined && (
        <>
          from <When at={window.from} style="moment" />
        </>
      )}
      {window.from !== undefined && window.until !== undefined && ' '}
      {window.until !== undefined && (
        <>
          until <When at={window.until} style="moment" />
        </>
      )}
    </>
  );
}

function Who({ data, rule }: { data: FlagData; rule: Rule }) {
  const { match } = rule;
  if (match.kind === 'conditions') return <>When {joined(match.conditions, data.segments)}</>;
  const segment = data.segments.find((candidate) => candidate.key === match.segment);
  return (
    <>
      Everyone in{' '}
      <Anchor
        inherit
        underline="always"
        renderRoot={(props) => (
          <Link to="/segments/$segment" params={{ segment: match.segment }} {...props} />
        )}
      >
        {segment?.name ?? match.segment}
      </Anchor>
      {segment && <>: {joined(segment.conditions, data.segments)}</>}
    </>
  );
}

function joined(conditions: readonly Condition[], segments: FlagData['segments']): ReactNode {
  return conditions.map((condition, index) => {
    const text = conditionWords(condition, segments);
    return (
      <Fragment key={text}>
        {index > 0 && ' and '}
        {text}
      </Fragment>
    );
  });
}
