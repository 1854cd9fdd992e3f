import { SegmentedControl, Stack } from '@mantine/core';
import { useState } from 'react';
import type { FlagData } from '../../../trpc.ts';
import { PersonTester } from './PersonTester.tsx';
import { PeopleTester } from './people/PeopleTester.tsx';

/** Asks what one person gets, or a whole list of people. */
export default function TesterTab({ data }: { data: FlagData }) {
  const [many, setMany] = useState(false);
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label="Whom to ask about"
        value={many ? 'list' : 'one'}
        onChange={(value) => setMany(value === 'list')}
        data={[
          { value: 'one', label: 'One person' },
          { value: 'list', label: 'A list of people' },
        ]}
        style={{ alignSelf: 'flex-start' }}
      />
      {many ? <PeopleTester data={data} /> : <PersonTester data={data} />}
    </Stack>
  );
}
