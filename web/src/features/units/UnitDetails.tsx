import { Button, CopyButton, SimpleGrid, Stack, UnstyledButton } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { UnitDetail } from '../../trpc.ts';
import { CheckIcon, CopyIcon } from '../../ui/icons.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useMay } from '../../ui/useSession.ts';
import { RetireButton } from './RetireButton.tsx';
import type { UnitSearch } from './search.ts';
import { RetiredBadge, SimulatorBadge, UnavailableBadge } from './UnitBadges.tsx';
import { UnitCompare } from './UnitCompare.tsx';
import { UnitFacts } from './UnitFacts.tsx';
import { UnitFigures } from './UnitFigures.tsx';
import { UnitRelatives } from './UnitRelatives.tsx';
import classes from './Units.module.css';
import { UnitUses } from './UnitUses.tsx';

const RegisterDialog = lazy(() => import('./register/RegisterDialog.tsx'));

interface UnitDetailsProps {
  unit: UnitDetail;
  search: UnitSearch;
  onSearch: (search: UnitSearch) => void;
}

export default function UnitDetails({ unit, search, onSearch }: UnitDetailsProps) {
  const [copying, setCopying] = useState(false);
  const may = useMay();
  const compare = (against: string) => onSearch({ ...search, against });
  return (
    <>
      <PageHeader
        title={unit.label}
        note={
          <span className={classes.name}>
            <UnitId id={unit.id} />
            {unit.simulated && <SimulatorBadge />}
            {unit.retiredAt !== null && <RetiredBadge />}
            {!unit.available && <UnavailableBadge provider={unit.specification.provider} />}
          </span>
        }
      >
        {may.edit && (
          <>
            <Button size="sm" variant="default" onClick={() => setCopying(true)}>
              New unit like this…
            </Button>
            <RetireButton unit={unit} />
          </>
        )}
      </PageHeader>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <UnitFacts unit={unit} />
          <Stack gap="md">
            <UnitFigures unit={unit} />
            <UnitUses unit={unit} />
          </Stack>
        </SimpleGrid>
        <UnitRelatives unit={unit} onCompare={compare} />
        <UnitCompare unit={unit} against={search.against ?? null} onAgainst={compare} />
      </Stack>
      <Suspense>
        {copying && <RegisterDialog base={unit.specification} onClose={() => setCopying(false)} />}
      </Suspense>
    </>
  );
}

function UnitId({ id }: { id: string }) {
  return (
    <CopyButton value={id}>
      {({ copied, copy }) => (
        <UnstyledButton onClick={copy} className={classes.id} aria-label={`Copy the unit id ${id}`}>
          {id} {copied ? <CheckIcon size={12} /> : <CopyIcon size={12} />}
        </UnstyledButton>
      )}
    </CopyButton>
  );
}
