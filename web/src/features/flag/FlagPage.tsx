import { Skeleton, Stack, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, Suspense } from 'react';
import { type FlagData, trpc } from '../../trpc.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageFailure } from '../../ui/PageFailure.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { isNotFound } from '../../ui/problem.ts';
import { FlagHeader } from './FlagHeader.tsx';
import classes from './FlagPage.module.css';
import { type FlagSearch, type FlagTab, tabs } from './search.ts';
import { CallsTab, CodeTab, ConversationsTab, HistoryTab, TesterTab, TrafficTab, TryTab } from './tabs.ts';
import { TargetingTab } from './targeting/TargetingTab.tsx';

interface FlagPageProps {
  flagKey: string;
  search: FlagSearch;
  onSearch: (search: FlagSearch) => void;
}

export function FlagPage({ flagKey, search, onSearch }: FlagPageProps) {
  const { data, error, refetch } = useQuery(trpc.flags.get.queryOptions({ flag: flagKey }));
  if (data) return <LoadedFlag data={data} search={search} onSearch={onSearch} />;
  if (error && isNotFound(error)) {
    return (
      <>
        <PageHeader title="There is no such flag" />
        <EmptyState title={`No flag has the key “${flagKey}”`}>
          It may have been deleted; the history still has it.
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageHeader title={flagKey} />
      {error ? <PageFailure error={error} onRetry={() => void refetch()} /> : <FlagSkeleton />}
    </>
  );
}

function FlagSkeleton() {
  return (
    <Stack gap="md" aria-hidden="true">
      <Skeleton height={36} />
      <Skeleton height={420} />
    </Stack>
  );
}

function LoadedFlag({
  data,
  search,
  onSearch,
}: { data: FlagData } & Pick<FlagPageProps, 'search' | 'onSearch'>) {
  const shown = data.flag.kind === 'call' ? tabs : tabs.filter(({ calls }) => !calls);
  const tab = shown.find(({ value }) => value === search.tab)?.value ?? 'targeting';
  const minutes = search.minutes ?? 60;
  const flag = data.flag.key;
  const panels: Record<FlagTab, () => ReactNode> = {
    targeting: () => <TargetingTab data={data} />,
    tester: () => <TesterTab data={data} />,
    try: () => <TryTab data={data} />,
    traffic: () => (
      <TrafficTab
        data={data}
        minutes={minutes}
        onMinutes={(next) => onSearch({ ...search, minutes: next })}
      />
    ),
    calls: () => <CallsTab data={data} />,
    conversations: () => <ConversationsTab data={data} />,
    history: () => <HistoryTab flag={flag} name={data.flag.name} />,
    code: () => <CodeTab flag={data.flag} />,
  };
  return (
    <>
      <FlagHeader data={data} />
      <Tabs
        value={tab}
        onChange={(value) => onSearch({ ...search, tab: tabs.find((known) => known.value === value)?.value })}
        keepMounted={false}
      >
        <Tabs.List mb="md" className={classes.tabs} aria-label="About this flag">
          {shown.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {shown.map(({ value }) => (
          <Tabs.Panel key={value} value={value}>
            <Suspense fallback={<Skeleton height={420} />}>{value === tab && panels[value]()}</Suspense>
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}
