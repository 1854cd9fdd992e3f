import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import type { Throttle } from '../../../../../shared/migration/migration.ts';
import { queryClient, trpc, trpcClient } from '../../../trpc.ts';
import { IssuesContext } from '../../../ui/form/issues.ts';
import { LeaveGuard } from '../../../ui/form/LeaveGuard.tsx';
import { draftOf, versionOf } from '../../../ui/indexes/versionDraft.ts';
import { Refusal } from '../act/Refusal.tsx';
import { useGoldenDraft } from '../golden/useGoldenDraft.ts';
import type { Collection } from '../types.ts';
import type { checkPlan } from './checkPlan.ts';
import { compareVersions, isAnother } from './compareVersions.ts';
import { PlanSteps } from './PlanSteps.tsx';
import { type PlanStep, planSteps } from './planStep.ts';
import { VersionStep } from './VersionStep.tsx';

const GoldenStep = lazy(() => import('./GoldenStep.tsx'));
const SpeedStep = lazy(() => import('./SpeedStep.tsx'));
const ReviewStep = lazy(() => import('./ReviewStep.tsx'));

const stepNumbers = [1, 2, 3, 4] as const;
const usualThrottle: Throttle = { documentsPerSecond: 200, batchesInFlight: 2, budgetUsd: null };

interface PlanWizardProps {
  collection: Collection;
  serving: Collection['indexes'][number];
  /** Of the address. */
  step: PlanStep;
  onStep: (step: PlanStep) => void;
}

/** Four steps to a plan. Keeping it starts nothing; the migration's own page does. */
export default function PlanWizard({ collection, serving, step, onStep }: PlanWizardProps) {
  const { key } = collection;
  const navigate = useNavigate();
  // After a reload nothing is typed any more: whoever has not come to a step begins at the first.
  const [reached, setReached] = useState(0);
  const at = Math.min(step - 1, reached);
  const goTo = (index: number) => {
    setReached(Math.max(reached, index));
    const there = stepNumbers[index];
    if (there !== undefined) onStep(there);
  };
  const goldenDraft = useGoldenDraft(key);
  const [tried, setTried] = useState(false);
  const [draft, setDraft] = useState(() => draftOf(serving.specification));
  const [throttle, setThrottle] = useState(usualThrottle);
  const [reason, setReason] = useState('');
  const top = useRef<HTMLElement>(null);
  const moved = useRef(false);
  useEffect(() => {
    // Whoever goes on by keyboard goes on from the top of the step.
    if (moved.current) top.current?.focus();
    moved.current = at >= 0;
  }, [at]);

  const version = useMemo(() => versionOf(draft, draftOf(serving.specification)), [draft, serving]);
  const facts = useMemo(() => compareVersions(serving.specification, version), [version, serving]);
  const check = useCheck();
  const issues = check?.(draft, throttle) ?? null;
  const golden = useQuery(trpc.migrations.goldenSets.queryOptions({ collection: key }));
  const isSound = issues !== null && issues.version.length + issues.throttle.length === 0;
  const asked = isSound ? { collection: key, version, throttle } : null;
  const estimate = useQuery({
    queryKey: [...trpc.migrations.estimate.mutationKey(), asked],
    queryFn: () => {
      if (asked === null) throw new Error('There is nothing to estimate yet');
      return trpcClient.migrations.estimate.mutate(asked);
    },
    enabled: at >= 2 && asked !== null,
    placeholderData: (before) => before,
  });
  const plan = useMutation(
    trpc.migrations.plan.mutationOptions({
      onSuccess: ({ id }) => {
        // There is a migration now, so another one is not to be estimated any more.
        queryClient.removeQueries({ queryKey: trpc.migrations.estimate.mutationKey() });
        void queryClient.invalidateQueries();
        void navigate({
          to: '/collections/$collection/migrations/$migration',
          params: { collection: key, migration: id },
        });
      },
    }),
  );
  const missing = (found: ReturnType<typeof checkPlan>) =>
    blockedWords(at, {
      isValid: found.version.length === 0,
      differs: isAnother(facts),
      speedIsValid: found.throttle.length === 0,
      golden: goldenDraft,
      hasReason: reason.trim() !== '',
    });
  const blocked = issues && missing(issues);
  const isTyped = isAnother(facts) || throttle !== usualThrottle || reason !== '' || goldenDraft.text !== '';
  const isLast = at === planSteps.length - 1;
  const goOn = async () => {
    // The schemas may still be on their way when the first click comes.
    const { checkPlan: now } = await import('./checkPlan.ts');
    const isBlocked = missing(now(draft, throttle)) !== null;
    setTried(isBlocked);
    if (isBlocked) return;
    if (at === 1 && goldenDraft.isReady && !(await kept(goldenDraft))) return;
    if (!isLast) goTo(at + 1);
    else if (asked) plan.mutate({ ...asked, reason: reason.trim() });
  };
  return (
    <IssuesContext value={issues && (tried || at === 2) ? [...issues.version, ...issues.throttle] : []}>
      <LeaveGuard when={isTyped && !plan.isPending && !plan.isSuccess} samePage />
      <PlanSteps at={at} />
      <Stack gap="md" maw={860}>
        <section ref={top} tabIndex={-1} style={{ outline: 'none' }} aria-label={planSteps[at]}>
          {at === 0 && (
            <VersionStep
              draft={draft}
              facts={facts}
              onChange={(change) => setDraft({ ...draft, ...change })}
            />
          )}
          <Suspense fallback={<Skeleton height={240} />}>
            {at === 1 && <GoldenStep collection={key} draft={goldenDraft} />}
            {at === 2 && <SpeedStep throttle={throttle} onThrottle={setThrottle} estimate={estimate} />}
            {isLast && (
              <ReviewStep
                collection={collection}
                label={version.label}
                facts={facts}
                throttle={throttle}
                estimate={estimate.data}
                golden={golden.data?.sets[0]}
                reason={reason}
                onReason={setReason}
              />
            )}
          </Suspense>
        </section>
        {plan.error && <Refusal error={plan.error} />}
        <Group justify="space-between" gap="xs">
          <Button variant="default" disabled={at === 0} onClick={() => goTo(at - 1)}>
            Back
          </Button>
          <Group gap="sm">
            {tried && blocked !== null && (
              <Text size="sm" c="var(--kg-danger)" role="alert">
                {blocked}
              </Text>
            )}
            <Button
              loading={plan.isPending || (at === 1 && goldenDraft.keep.isPending)}
              onClick={() => void goOn()}
            >
              {isLast ? 'Keep the plan' : `Next: ${planSteps[at + 1]}`}
            </Button>
          </Group>
        </Group>
      </Stack>
    </IssuesContext>
  );
}

type GoldenDraft = ReturnType<typeof useGoldenDraft>;

/** Keeps the typed queries before the next step; whether that worked. What did not is told where they are typed. */
const kept = ({ keepNow }: GoldenDraft): Promise<boolean> =>
  keepNow().then(
    () => true,
    () => false,
  );

/** What is missing before the next step; null where nothing is. */
function blockedWords(
  at: number,
  has: {
    isValid: boolean;
    differs: boolean;
    golden: Pick<GoldenDraft, 'name' | 'text' | 'isReady'>;
    speedIsValid: boolean;
    hasReason: boolean;
  },
): string | null {
  if (at === 0 && !has.isValid) return 'Fill in what is missing above.';
  if (at === 0 && !has.differs) return 'It is the same as the index that serves: change something first.';
  if (at === 1 && has.golden.text.trim() !== '' && !has.golden.isReady)
    return has.golden.name.trim() === ''
      ? 'Give the new set a name, or clear its queries.'
      : 'Mend the lines that are named, or clear the queries.';
  if (at === 2 && !has.speedIsValid) return 'Give a speed that can be kept to.';
  if (at === 3 && !has.hasReason) return 'Say why, in a few words.';
  return null;
}

/** The check with its schemas, once it is there. It is fetched when somebody does something: nobody waits for the page. */
function useCheck(): typeof checkPlan | null {
  const [check, setCheck] = useState<{ run: typeof checkPlan } | null>(null);
  useEffect(() => {
    const fetchIt = () => void import('./checkPlan.ts').then(({ checkPlan: run }) => setCheck({ run }));
    const moments = ['pointerdown', 'keydown', 'focusin'] as const;
    for (const moment of moments) document.addEventListener(moment, fetchIt, { once: true });
    return () => {
      for (const moment of moments) document.removeEventListener(moment, fetchIt);
    };
  }, []);
  return check?.run ?? null;
}
