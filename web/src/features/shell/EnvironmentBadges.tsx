import { Badge, Skeleton, Tooltip } from '@mantine/core';
import { useSession } from '../../ui/useSession.ts';

/** Where you are, and whether real models answer. */
export function EnvironmentBadges() {
  const { data } = useSession();
  if (!data) return <Skeleton height={20} width={90} radius="sm" />;
  return (
    <>
      <Badge variant="default" radius="sm" tt="none" title="Environment" style={{ flex: 'none' }}>
        {data.environment.name}
      </Badge>
      {data.simulator && (
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
      )}
    </>
  );
}
