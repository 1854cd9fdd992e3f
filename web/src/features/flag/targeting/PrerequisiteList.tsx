import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Flag } from '../../../../../shared/model/flag.ts';
import type { FlagData } from '../../../trpc.ts';
import { PrerequisiteGraph } from '../needs/PrerequisiteGraph.tsx';
import { nameOf } from '../variants.ts';

/** The other flags that must serve something first, and what happens when they do not. */
export default function PrerequisiteList({ flag, others }: { flag: Flag; others: FlagData['flagKeys'] }) {
  const named = (key: string) => others.find((other) => other.key === key);
  return (
    <>
      <PrerequisiteGraph flag={flag} others={others} />
      {flag.prerequisites.map((prerequisite) => (
        <Text key={prerequisite.flag} size="sm">
          <Anchor
            inherit
            underline="always"
            renderRoot={(props) => <Link to="/flags/$flag" params={{ flag: prerequisite.flag }} {...props} />}
          >
            {named(prerequisite.flag)?.name ?? prerequisite.flag}
          </Anchor>{' '}
          must serve{' '}
          {prerequisite.variants
            .map((key) => named(prerequisite.flag)?.variants.find((one) => one.key === key)?.name ?? key)
            .join(' or ')}
        </Text>
      ))}
      <Text size="sm" c="dimmed">
        Otherwise {nameOf(flag, flag.offVariant)} is served.
      </Text>
    </>
  );
}
