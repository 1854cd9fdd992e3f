import { Stack, Text, UnstyledButton } from '@mantine/core';
import { useContext, useId, useState } from 'react';
import { IssuesContext, useIssue } from '../../../../ui/form/issues.ts';
import { NumberField } from '../../../../ui/form/NumberField.tsx';
import { counted } from '../../../../ui/format.ts';
import { ChevronIcon } from '../../../../ui/icons.tsx';
import { clockFacts, clocks, type UnitVariant } from '../../clocks.ts';
import classes from './VariantEditor.module.css';

interface ClockFieldsProps {
  path: string;
  variant: UnitVariant;
  onChange: (variant: UnitVariant) => void;
}

/** How long the unit may take, folded away: the defaults are right for most. What is wrong in it unfolds it. */
export function ClockFields({ path, variant, onChange }: ClockFieldsProps) {
  const [open, setOpen] = useState(false);
  const body = useId();
  const issues = useContext(IssuesContext);
  const wrong = clocks.some(({ clock }) => issues.some((issue) => issue.path === `${path}.${clock}`));
  const shown = open || wrong;
  const set = clockFacts(variant).length;
  return (
    <div>
      <UnstyledButton
        className={classes.toggle}
        aria-expanded={shown}
        aria-controls={body}
        onClick={() => setOpen(!shown)}
      >
        <span className={classes.chevron} data-open={shown || undefined}>
          <ChevronIcon size={14} />
        </span>
        Limits
        <Text span size="xs" c="dimmed">
          {set === 0 ? 'none of its own' : `${counted(set, 'limit')} of its own`}
        </Text>
      </UnstyledButton>
      <Stack gap="sm" mt={6} id={body} hidden={!shown}>
        {shown &&
          clocks.map((words) => (
            <ClockField
              key={words.clock}
              path={`${path}.${words.clock}`}
              label={words.label}
              about={words.about}
              value={variant[words.clock]}
              onChange={(ms) => {
                const { [words.clock]: _old, ...others } = variant;
                onChange(ms === undefined ? others : { ...others, [words.clock]: ms });
              }}
            />
          ))}
      </Stack>
    </div>
  );
}

interface ClockFieldProps {
  path: string;
  label: string;
  about: string;
  value: number | undefined;
  onChange: (ms: number | undefined) => void;
}

function ClockField({ path, label, about, value, onChange }: ClockFieldProps) {
  const error = useIssue(path);
  return (
    <NumberField
      label={label}
      description={about}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder="not set"
      suffix=" ms"
      thousandSeparator=","
      allowDecimal={false}
      min={0}
      error={error}
      value={value ?? Number.NaN}
      onChange={(next) => onChange(Number.isNaN(next) ? undefined : next)}
    />
  );
}
