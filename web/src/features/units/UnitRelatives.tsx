import { Anchor, Group, Text, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { UnitDetail } from '../../trpc.ts';
import { Panel } from '../../ui/Panel.tsx';
import classes from './Units.module.css';

interface UnitRelativesProps {
  unit: UnitDetail;
  onCompare: (unit: string) => void;
}

/** The units that differ from this one by one thing: where it may have come from, and what came of it. */
export function UnitRelatives({ unit, onCompare }: UnitRelativesProps) {
  const groups = [
    { title: 'Made from', relatives: unit.relatives.filter(({ older }) => older) },
    { title: 'Led to', relatives: unit.relatives.filter(({ older }) => !older) },
  ].filter(({ relatives }) => relatives.length > 0);
  return (
    <Panel
      title="Lineage"
      note="Units that differ from it by one thing: the model, the prompt, the parameters, retrieval, tools or the answer’s schema."
    >
      {groups.length === 0 && <Text size="sm">No other unit is this close to it.</Text>}
      {groups.map(({ title, relatives }) => (
        <div key={title}>
          <Text size="sm" fw={600} mt="xs" mb={4}>
            {title}
          </Text>
          <ul className={classes.list}>
            {relatives.map((relative) => (
              <li key={relative.unit}>
                <Group gap="xs" justify="space-between" wrap="nowrap" align="flex-start">
                  <div style={{ minWidth: 0 }}>
                    <Anchor
                      inherit
                      underline="always"
                      renderRoot={(props) => (
                        <Link to="/units/$unit" params={{ unit: relative.unit }} {...props} />
                      )}
                    >
                      {relative.label}
                    </Anchor>
                    <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                      {relative.differs}
                    </Text>
                  </div>
                  <UnstyledButton
                    className="quiet"
                    fz="sm"
                    c="var(--kg-link)"
                    aria-label={`Compare with ${relative.label}`}
                    onClick={() => onCompare(relative.unit)}
                  >
                    Compare
                  </UnstyledButton>
                </Group>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Panel>
  );
}
