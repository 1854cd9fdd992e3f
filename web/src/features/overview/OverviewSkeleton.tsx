import { Skeleton, Stack } from '@mantine/core';

/** As tall as what replaces it, so that nothing jumps. */
export function OverviewSkeleton() {
  return (
    <Stack gap="md" aria-hidden="true">
      <Skeleton height={78} />
      <Skeleton height={136} />
      <Skeleton height={136} />
      <Skeleton height={136} />
    </Stack>
  );
}
