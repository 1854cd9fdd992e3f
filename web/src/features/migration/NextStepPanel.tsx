import { Button, Group, Paper, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useMay } from '../../ui/useSession.ts';
import { AgreementNote } from './AgreementNote.tsx';
import { actWords } from './act/actWords.ts';
import { dryRunQuery } from './act/dryRunQuery.ts';
import type { Agreeable } from './agreements.ts';
import classes from './Migration.module.css';
import { type Move, nextStep } from './nextStep.ts';
import { ReverseNote } from './ReverseNote.tsx';
import type { MigrationDetail } from './types.ts';

interface NextStepPanelProps {
  migration: MigrationDetail;
  onMove: (move: Move) => void;
  onAgree: (to: Agreeable) => void;
  /** How long the last switch took, once one was made here. */
  children?: ReactNode;
}

/** Where it stands in one sentence, the one button that comes next, and the others beside it. */
export function NextStepPanel({ migration, onMove, onAgree, children }: NextStepPanelProps) {
  const { id, state, note } = migration;
  const may = useMay();
  const waits = state.gate?.verdict === 'unjudged' && state.gate.approvedBy === null && !state.gateRunning;
  const approval = useQuery({
    ...dryRunQuery({ id, act: { kind: 'approve' } }),
    enabled: waits && may.release,
  });
  const isAnother = approval.data?.checks.every(({ check, passed }) => check !== 'second-person' || passed);
  const step = nextStep(state, waits && may.release ? (isAnother ?? null) : null);
  const mayDo = (move: Move) => (move === 'golden' ? may.edit : may.release);
  const others = step.others.filter(mayDo);
  return (
    <Paper
      component="section"
      withBorder
      p="md"
      aria-label="What comes next"
      className={classes.step ?? ''}
      data-tone={step.tone}
    >
      <Group justify="space-between" align="center" gap="md">
        <div style={{ flex: '1 1 320px' }} aria-live="polite">
          <Title order={2}>{step.title}</Title>
          <Text size="sm" mt={2}>
            {step.sentence}
          </Text>
          {note !== '' && (
            <Text size="sm" mt={6} c="var(--kg-warning)" fw={600}>
              {note}
            </Text>
          )}
          {children}
        </div>
        {step.primary !== null && mayDo(step.primary) && (
          <Button
            size="md"
            color={step.primary === 'reverse' || step.primary === 'cancel' ? 'red' : 'pine'}
            variant={step.primary === 'pause' ? 'default' : 'filled'}
            onClick={() => step.primary !== null && onMove(step.primary)}
          >
            {buttonWords(step.primary, migration)}
          </Button>
        )}
      </Group>
      <ReverseNote migration={migration} />
      <AgreementNote migration={migration} onAgree={onAgree} />
      {others.length > 0 && (
        <Group gap="xs" mt="md">
          {others.map((move) => (
            <Button key={move} size="xs" variant="default" onClick={() => onMove(move)}>
              {buttonWords(move, migration)}
            </Button>
          ))}
        </Group>
      )}
      {!may.release && step.primary !== null && (
        <Text size="sm" c="dimmed" mt="sm">
          A release manager of this environment can do that.
        </Text>
      )}
    </Paper>
  );
}

function buttonWords(move: Move, { state }: MigrationDetail): string {
  if (move === 'golden') return 'Add golden queries…';
  if (move === 'canary' && state.stage === 'canary') return 'Change the share…';
  if (move === 'cutover' && state.cutovers > 0) return 'Cut over again…';
  if (move === 'retire') return state.serving === 'new' ? 'Retire the old index…' : 'Retire the new index…';
  return actWords[move].button;
}
