import { Alert, Button, Code, Group, List, Text } from '@mantine/core';
import { WarningIcon } from './icons.tsx';
import { problemOf } from './problem.ts';

/** What went wrong, the id that finds it in the server's log, and another try. */
export function PageFailure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const problem = problemOf(error);
  return (
    <Alert color="red" variant="light" icon={<WarningIcon />} title="That did not work" role="alert">
      <Text size="sm">{problem.message}</Text>
      {problem.issues.length > 0 && (
        <List size="sm" mt={4}>
          {problem.issues.map((issue) => (
            <List.Item key={`${issue.path} ${issue.message}`}>
              {issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`}
            </List.Item>
          ))}
        </List>
      )}
      {problem.errorId !== null && (
        <Text size="sm" mt={4}>
          In the server's log this is <Code>{problem.errorId}</Code>.
        </Text>
      )}
      {onRetry && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        </Group>
      )}
    </Alert>
  );
}
