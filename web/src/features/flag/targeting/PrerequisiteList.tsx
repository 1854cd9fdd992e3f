import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Flag } from '../../../../../shared/model/flag.ts';
import { nameOf } from '../variants.ts';

/** The other flags that must serve something first, and what happens when they do not. */
export function PrerequisiteList({ flag }: { flag: Flag }) {
  return (
    <>
      {flag.prerequisites.map((prerequisite) => (
        <Text key={prerequisite.flag} size="sm">
          <Anchor
            inherit
            underline="always"
            renderRoot={(props) => <Link to="/flags/$flag" params={{ flag: prerequisite.flag }} {...props} />}
          >
            {prerequisite.flag}
          </Anchor>{' '}
          must serve {prerequisite.variants.join(' or ')}
        </Text>
      ))}
      <Text size="sm" c="dimmed">
        Otherwise {nameOf(flag, flag.offVariant)} is served.
      </Text>
    </>
  );
}
