import { NativeSelect, SegmentedControl, Stack } from '@mantine/core';
import { useState } from 'react';
import { wholeSplit } from '../../../../../../shared/evaluation/split.ts';
import { bucketCount } from '../../../../../../shared/model/bucketCount.ts';
import type { Flag, Serve } from '../../../../../../shared/model/flag.ts';
import type { Split } from '../../../../../../shared/model/split.ts';
import { useIssue } from '../../../../ui/form/issues.ts';
import { Movers } from '../../Movers.tsx';
import { ShareFields } from './ShareFields.tsx';

interface ServeEditorProps {
  flag: Flag;
  /** The path in the schema, for what is wrong with it. */
  path: string;
  /** Who it is for, for screen readers. */
  what: string;
  serve: Serve;
  /** What is live now, and by which rule; null where nothing is yet. */
  live: { serve: Serve; rule: string | null } | null;
  onChange: (serve: Serve) => void;
}

const anyOrigin = (): number => Math.floor(Math.random() * bucketCount);
const splitOf = (serve: Serve, origin: number): Split =>
  serve.kind === 'split' ? serve.split : wholeSplit(serve.variant, origin);

/** One variant or a split. Shares are counted from what is live, so that coming back to a share moves nobody. */
export function ServeEditor({ flag, path, what, serve, live, onChange }: ServeEditorProps) {
  const [begun] = useState(() => splitOf(live?.serve ?? serve, anyOrigin()));
  const error = useIssue(path);
  const choose = (kind: string) => {
    if (kind === serve.kind) return;
    if (serve.kind === 'split') {
      const largest = serve.split.ranges.toSorted((a, b) => b.end - b.start - (a.end - a.start))[0];
      onChange({ kind: 'variant', variant: largest?.variant ?? flag.knownGood });
    } else onChange({ kind: 'split', split: wholeSplit(serve.variant, begun.origin) });
  };
  return (
    <Stack gap="xs">
      <SegmentedControl
        size="xs"
        aria-label={`What ${what} gets`}
        value={serve.kind}
        onChange={choose}
        data={[
          { value: 'variant', label: 'One variant' },
          { value: 'split', label: 'A split' },
        ]}
        style={{ alignSelf: 'flex-start' }}
      />
      {serve.kind === 'variant' ? (
        <NativeSelect
          aria-label={`Variant for ${what}`}
          maw={320}
          error={error}
          data={flag.variants.map(({ key, name }) => ({ value: key, label: name }))}
          value={serve.variant}
          onChange={(event) => onChange({ kind: 'variant', variant: event.currentTarget.value })}
        />
      ) : (
        <ShareFields
          flag={flag}
          what={what}
          begun={live === null ? serve.split : begun}
          split={serve.split}
          onChange={(split) => onChange({ kind: 'split', split })}
        />
      )}
      {live && <Movers flag={flag} rule={live.rule} live={live.serve} next={serve} />}
    </Stack>
  );
}
