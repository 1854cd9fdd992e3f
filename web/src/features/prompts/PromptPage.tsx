import { Anchor, Skeleton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { trpc } from '../../trpc.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { isNotFound, problemOf } from '../../ui/problem.ts';
import type { PromptSearch } from './search.ts';

const PromptDetails = lazy(() => import('./PromptDetails.tsx'));

interface PromptPageProps {
  name: string;
  search: PromptSearch;
  onSearch: (search: PromptSearch) => void;
}

/** One version of a prompt, the newest where the address names none. */
export function PromptPage({ name, search, onSearch }: PromptPageProps) {
  const { version } = search;
  const { data, error, refetch } = useQuery(
    trpc.prompts.get.queryOptions(
      { name, ...(version === undefined ? {} : { version }) },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <>
      <Anchor size="sm" c="dimmed" renderRoot={(props) => <Link to="/prompts" {...props} />}>
        ← Prompts
      </Anchor>
      {error === null && data ? (
        <Suspense fallback={<Skeleton height={420} />}>
          <PromptDetails prompt={data} search={search} onSearch={onSearch} />
        </Suspense>
      ) : (
        <>
          <PageHeader title={error && isNotFound(error) ? 'There is no such prompt' : name} />
          {error && isNotFound(error) && (
            <EmptyState title={problemOf(error).message}>
              <Link to="/prompts/$prompt" params={{ prompt: name }} search={{}}>
                See its newest version
              </Link>{' '}
              or <Link to="/prompts">all prompts</Link>.
            </EmptyState>
          )}
          {error && !isNotFound(error) && <PageFailure error={error} onRetry={() => void refetch()} />}
          {!error && <Skeleton height={420} />}
        </>
      )}
    </>
  );
}
