import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { shares } from '../../../../../../shared/evaluation/split.ts';
import { bucketCount } from '../../../../../../shared/model/bucketCount.ts';
import type { Flag } from '../../../../../../shared/model/flag.ts';
import type { Split } from '../../../../../../shared/model/split.ts';
import { formatShare } from '../../../../ui/format.ts';
import { VariantBar } from '../../../../ui/VariantBar.tsx';
import { variantColors } from '../../../../ui/variantColors.ts';
import { ShareInput } from '../../targeting/ShareInput.tsx';
import { toPercent } from '../../targeting/share.ts';
import { barParts } from '../../variants.ts';
import { reshare, withShare } from './reshare.ts';
import classes from './ShareFields.module.css';

interface ShareFieldsProps {
  flag: Flag;
  what: string;
  /** The split that changes are counted from. */
  begun: Split;
  split: Split;
  onChange: (split: Split) => void;
}

/** An exact share for every variant; one of them takes what the others leave, so that they always make 100%. */
export function ShareFields({ flag, what, begun, split, onChange }: ShareFieldsProps) {
  const current = shares(split);
  const has = (key: string) => current.get(key) ?? 0;
  const [chosen, setChosen] = useState(() => restOf(flag, current));
  const rest = flag.variants.some(({ key }) => key === chosen) ? chosen : restOf(flag, current);
  const colors = variantColors(flag.variants, flag.knownGood);
  return (
    <div className={classes.fields}>
      <VariantBar parts={barParts(flag, [], current)} label={`Shares for ${what}`} />
      <ul className={classes.list}>
        {flag.variants.map(({ key, name }) => (
          <li key={key} className={classes.row}>
            <span className={classes.dot} style={{ backgroundColor: colors.get(key) }} />
            <span className={classes.name}>{name}</span>
            {key === rest ? (
              <span className={classes.rest}>
                <strong>{formatShare(has(key) / bucketCount)}</strong> the rest
              </span>
            ) : (
              <ShareInput
                label={`Share of ${name} for ${what} (%)`}
                compact
                percent={Number(toPercent(has(key)).toFixed(3))}
                most={Number(toPercent(has(key) + has(rest)).toFixed(3))}
                onShare={(share) =>
                  onChange(reshare(begun, withShare(current, { variant: key, share, rest })))
                }
              />
            )}
          </li>
        ))}
      </ul>
      <NativeSelect
        size="xs"
        maw={240}
        label="The rest goes to"
        data={flag.variants.map(({ key, name }) => ({ value: key, label: name }))}
        value={rest}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
    </div>
  );
}

/** Known good takes the rest if it has a share; otherwise the variant that has most. */
function restOf(flag: Flag, current: ReadonlyMap<string, number>): string {
  if ((current.get(flag.knownGood) ?? 0) > 0) return flag.knownGood;
  return [...current].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? flag.knownGood;
}
