import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { UnitDetail } from '../../trpc.ts';
import { Panel } from '../../ui/Panel.tsx';
import { When } from '../../ui/When.tsx';
import { priceWords } from './figureWords.ts';
import classes from './Units.module.css';

/** All that a unit is made of. */
export function UnitFacts({ unit }: { unit: UnitDetail }) {
  const { prompt, registered, retired } = unit;
  return (
    <Panel title="What it is" note="None of it ever changes: a difference would be another unit.">
      <dl className={classes.facts}>
        {unit.facts.map((fact) => (
          <div key={fact.what} style={{ display: 'contents' }}>
            <dt>{fact.what}</dt>
            <dd>
              {fact.what === 'Prompt' && prompt ? (
                <Anchor
                  inherit
                  underline="always"
                  renderRoot={(props) => (
                    <Link
                      to="/prompts/$prompt"
                      params={{ prompt: prompt.name }}
                      search={{ version: prompt.version }}
                      {...props}
                    />
                  )}
                >
                  {fact.value}
                </Anchor>
              ) : (
                fact.value
              )}
            </dd>
          </div>
        ))}
        {!unit.facts.some(({ aspect }) => aspect === 'parameters') && (
          <>
            <dt>Parameters</dt>
            <dd>the model’s own</dd>
          </>
        )}
        <dt>Price per million tokens</dt>
        <dd className={unit.price === null ? classes.unknown : undefined}>
          {priceWords(unit.price)}
          {unit.price?.source && (
            <Text span inherit c="dimmed">
              {' '}
              ({unit.price.source})
            </Text>
          )}
        </dd>
        {registered && (
          <>
            <dt>Registered</dt>
            <dd>
              <When at={registered.at} style="moment" /> by {registered.by}: {registered.reason}
            </dd>
          </>
        )}
        {retired && (
          <>
            <dt>Retired</dt>
            <dd>
              <When at={retired.at} style="moment" /> by {retired.by}: {retired.reason}
            </dd>
          </>
        )}
      </dl>
    </Panel>
  );
}
