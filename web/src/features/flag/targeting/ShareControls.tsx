import { Button, Group, NativeSelect, Slider, Text } from '@mantine/core';
import type { Flag } from '../../../../../shared/model/flag.ts';
import { nameOf } from '../variants.ts';
import { ShareInput } from './ShareInput.tsx';
import { toBuckets, toPercent } from './share.ts';
import type { ShareDraft } from './useShareDraft.ts';

const presets = [0, 1, 5, 10, 25, 50, 100];
const rounded = (percent: number): number => Number(percent.toFixed(3));

/** Three ways to say a share: drag, press a preset, or type it to the thousandth of a percent. */
export function ShareControls({ flag, draft }: { flag: Flag; draft: ShareDraft }) {
  const name = nameOf(flag, draft.pair.candidate);
  const percent = rounded(toPercent(draft.share));
  const most = rounded(toPercent(draft.most));
  return (
    <>
      <Group gap="md" align="flex-end" mt={4}>
        <ShareInput label={`Share of ${name} (%)`} percent={percent} most={most} onShare={draft.setShare} />
        <Slider
          style={{ flex: '1 1 220px' }}
          mb={10}
          min={0}
          max={100}
          domain={[0, 100]}
          step={0.1}
          value={percent}
          onChange={(value) => draft.setShare(toBuckets(Math.min(value, most)))}
          label={(value) => `${rounded(value)}%`}
          thumbLabel={`Share of ${name}`}
          thumbValueText={(value) => `${rounded(value)} percent`}
        />
      </Group>
      {most < 100 && (
        <Text size="xs" c="dimmed">
          At most {most}%: that is what {name} and {nameOf(flag, draft.pair.donor)} have together.
        </Text>
      )}
      <Group gap={6}>
        {presets
          .filter((preset) => preset <= most)
          .map((preset) => (
            <Button
              key={preset}
              size="compact-xs"
              variant="default"
              aria-label={`Set ${name} to ${preset}%`}
              onClick={() => draft.setShare(toBuckets(preset))}
            >
              {preset}%
            </Button>
          ))}
      </Group>
      {flag.variants.length > 2 && <PairSelects flag={flag} draft={draft} />}
    </>
  );
}

function PairSelects({ flag, draft }: { flag: Flag; draft: ShareDraft }) {
  const options = flag.variants.map((variant) => ({ value: variant.key, label: variant.name }));
  return (
    <Group gap="xs" align="flex-end">
      <NativeSelect
        size="xs"
        w={150}
        label="Move the share of"
        data={options}
        value={draft.pair.candidate}
        onChange={(event) => draft.setCandidate(event.currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        w={150}
        label="Give to or take from"
        data={options.filter((option) => option.value !== draft.pair.candidate)}
        value={draft.pair.donor}
        onChange={(event) => draft.setDonor(event.currentTarget.value)}
      />
    </Group>
  );
}
