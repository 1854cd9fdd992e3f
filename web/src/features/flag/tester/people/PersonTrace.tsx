import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { EvaluationContext } from '../../../../../../shared/model/context.ts';
import { trpc } from '../../../../trpc.ts';
import { PageFailure } from '../../../../ui/PageFailure.tsx';
import { DecisionSteps } from '../DecisionSteps.tsx';

interface PersonTraceProps {
  flag: string;
  context: EvaluationContext;
  /** The revision that the list was asked of: the trace is of the same one. */
  revision: number;
}

/** Every step that led one person of the list to what they get. */
export function PersonTrace({ flag, context, revision }: PersonTraceProps) {
  const trace = useQuery(trpc.flags.explain.queryOptions({ flag, context, revision }));
  if (trace.data) return <DecisionSteps steps={trace.data.steps} />;
  if (trace.error) return <PageFailure error={trace.error} onRetry={() => void trace.refetch()} />;
  return <Skeleton height={120} />;
}
