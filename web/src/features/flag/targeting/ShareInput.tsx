import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { toBuckets } from './share.ts';

interface ShareInputProps {
  label: string;
  percent: number;
  /** The most that can be had, in percent. */
  most: number;
  onShare: (buckets: number) => void;
  /** In a row that names the variant already: the label is for screen readers only. */
  compact?: boolean;
}

const steps: Record<string, number> = { ArrowUp: 0.001, ArrowDown: -0.001, PageUp: 1, PageDown: -1 };

/** An exact share. Arrow keys move it by the finest step, a thousandth of a percent; page keys by one percent. */
export function ShareInput({ label, percent, most, onShare, compact = false }: ShareInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = typed !== null && readPercent(typed, most) === null;
  const change = (text: string) => {
    setTyped(text);
    const value = readPercent(text, most);
    if (value !== null) onShare(toBuckets(value));
  };
  const press = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setTyped(null);
    onShare(toBuckets(Math.max(0, Math.min(most, percent + step))));
  };
  return (
    <TextInput
      {...(compact ? { 'aria-label': label, rightSection: '%' } : { label })}
      w={compact ? 130 : 230}
      inputMode="decimal"
      autoComplete="off"
      value={typed ?? String(percent)}
      error={wrong ? `Not used: a number from 0 to ${most}` : null}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={press}
      // What cannot be had stays as it was typed, and says so: nothing is cut down in silence.
      onBlur={() => !wrong && setTyped(null)}
    />
  );
}

/** Percent from what was typed; a decimal comma is understood. Null when it is not a share that can be had. */
export function readPercent(text: string, most: number): number | null {
  const value = Number(text.trim().replace(',', '.').replace(/%$/, ''));
  return text.trim() !== '' && Number.isFinite(value) && value >= 0 && value <= most ? value : null;
}
