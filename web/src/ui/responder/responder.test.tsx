import { MantineProvider } from '@mantine/core';
import { act, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Responder } from '../../../../shared/responder/responder.ts';
import { movedRule, newRule } from './newRule.ts';
import ResponderForm from './ResponderForm.tsx';
import { readTesterValues } from './testerValues.ts';

const first = Responder.parse({
  rules: [
    {
      id: 'refund',
      name: 'Refunds',
      when: { patterns: [{ pattern: 'refund' }] },
      answer: 'Refund of {{ amount }}.',
    },
    {
      id: 'hello',
      name: 'Greetings',
      when: { patterns: [{ pattern: '^(hi|hello)' }] },
      answer: '{{ match.1 }} to you',
    },
  ],
  defaultAnswer: 'Ask us.',
});

let root: Root;
let latest: Responder;
const byLabel = (label: string): HTMLElement => {
  const named = [...document.querySelectorAll('label')].find((one) => one.textContent === label);
  return (
    named ? document.getElementById(named.htmlFor) : document.querySelector(`[aria-label="${label}"]`)
  ) as HTMLElement;
};
const press = (label: string) =>
  act(async () => {
    const button = [...document.querySelectorAll('button')].find(
      (one) => one.textContent === label || one.getAttribute('aria-label') === label,
    );
    button!.click();
  });
const type = (field: HTMLElement, text: string) =>
  act(async () => {
    const proto = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(proto.prototype, 'value')!.set!.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
const answer = () => document.querySelector('output')?.textContent;

describe('the editor of answering rules', () => {
  beforeEach(async () => {
    Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
    // The components wait for fonts, which this document has none of.
    Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true });
    document.body.innerHTML = '<main></main>';
    root = createRoot(document.querySelector('main')!);
    latest = first;
    function Host() {
      const [value, setValue] = useState(first);
      latest = value;
      return (
        <MantineProvider env="test">
          <ResponderForm
            value={value}
            onChange={setValue}
            issues={[{ path: 'defaultAnswer', message: 'Too short' }]}
          />
        </MantineProvider>
      );
    }
    await act(async () => root.render(<Host />));
  });
  afterEach(() => act(async () => root.unmount()));

  it('tries the rules as they stand in the form', async () => {
    expect(answer()).toBe('Ask us.');
    await type(byLabel('Input'), 'Hello there');
    expect(answer()).toBe('Hello to you');
    await type(byLabel('Input'), 'I want a REFUND');
    await type(byLabel('Other variables'), 'amount = 12');
    expect(answer()).toBe('Refund of 12.');
    expect(document.querySelector('[aria-label="What each rule found"]')?.textContent).toContain(
      'yes: input matches the pattern refund',
    );
  });

  it('adds, moves and removes rules', async () => {
    await press('Add answering rule');
    expect(latest.rules.map(({ id }) => id)).toEqual(['refund', 'hello', 'rule-3']);
    await press('Move up: Rule 3');
    expect(latest.rules.map(({ id }) => id)).toEqual(['refund', 'rule-3', 'hello']);
    await press('Remove: Refunds');
    expect(latest.rules.map(({ id }) => id)).toEqual(['rule-3', 'hello']);
  });

  it('says what is wrong beside the field: the form’s words, and the engine’s', async () => {
    expect(document.body.textContent).toContain('Too short');
    const patterns = document.querySelectorAll<HTMLInputElement>('input[placeholder="refund|money back"]');
    await type(patterns[0]!, '(refund');
    expect(document.body.textContent).toContain('missing closing )');
    await type(patterns[1]!, 'hi');
    expect(document.body.textContent).toContain('the first pattern catches no group');
  });
});

describe('what the editor is made of', () => {
  it('gives a new rule an id that is free', () => {
    const rules = [newRule([]), { ...newRule([]), id: 'rule-3' }];
    expect(newRule(rules).id).toBe('rule-4');
  });

  it('moves no rule past the ends', () => {
    expect(movedRule(first.rules, 0, -1)).toEqual(first.rules);
    expect(movedRule(first.rules, 1, 1)).toEqual(first.rules);
    expect(movedRule(first.rules, 0, 1).map(({ id }) => id)).toEqual(['hello', 'refund']);
  });

  it('reads lines of values', () => {
    expect(readTesterValues('amount = 12\nbeta=true\nname = a = b\n\nnonsense\n= x')).toEqual({
      amount: 12,
      beta: true,
      name: 'a = b',
    });
  });
});
