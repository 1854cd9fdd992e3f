import { SegmentedControl } from '@mantine/core';
import { type Minutes, ranges } from './range.ts';

const data = ranges.map((range) => ({ value: String(range.minutes), label: range.short }));

export function RangePicker({
  minutes,
  onChange,
}: {
  minutes: Minutes;
  onChange: (minutes: Minutes) => void;
}) {
  return (
    <SegmentedControl
      size="xs"
      aria-label="Time range"
      value={String(minutes)}
      data={data}
      onChange={(value) => {
        const chosen = ranges.find((range) => String(range.minutes) === value);
        if (chosen) onChange(chosen.minutes);
      }}
    />
  );
}
