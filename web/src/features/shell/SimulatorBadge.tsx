import { Badge, Tooltip } from '@mantine/core';
import { useSession } from '../../ui/useSession.ts';

/** Says whether real models answer. */
export function SimulatorBadge() {
  const { data } = useSession();
  if (!data?.simulator) return null;
  return (
    <Tooltip label="Some units are answered by the built-in simulator, not by a language model. Their answers, token counts and prices are made up.">
      <Badge
        variant="light"
        color="amber"
        radius="sm"
        tt="none"
        component="button"
        type="button"
        style={{ cursor: 'help', flex: 'none' }}
      >
        Simulator
      </Badge>
    </Tooltip>
  );
}
