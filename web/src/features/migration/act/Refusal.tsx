import { Alert } from '@mantine/core';
import { WarningIcon } from '../../../ui/icons.tsx';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { problemOf } from '../../../ui/problem.ts';
import { checkWords } from '../words.ts';

/** Why the server did not do it, check by check; anything else that went wrong as everywhere. */
export function Refusal({ error }: { error: unknown }) {
  const { code, issues } = problemOf(error);
  if (code !== 'CONFLICT' || issues.length === 0) return <PageFailure error={error} />;
  return (
    <Alert color="red" variant="light" icon={<WarningIcon />} title="Nothing was changed" role="alert">
      <ul style={{ margin: 0, paddingInlineStart: 18 }}>
        {issues.map(({ path, message }) => (
          <li key={path}>
            <b>{checkWords(path)}</b>: {message}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
