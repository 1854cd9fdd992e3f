import { describe, expect, it } from 'vitest';
import { demoFlag } from '../../server/demo/flag.ts';
import { describeChange } from './describeChange.ts';

const labels = {
  unit: (id: string) => (id.endsWith('a') ? 'model-1 · prompt 1.0.0' : 'model-2 · prompt 1.1.0'),
  segment: () => 'Beta testers',
  flag: () => 'Documentation answers',
};
const flag = demoFlag({ concise: 'iu_aaaaaaaaaaaaaaaaaaaa', thorough: 'iu_bbbbbbbbbbbbbbbbbbbb' });

describe('describeChange', () => {
  it('says what changed, in words, and nothing else', () => {
    const after = { ...flag, on: false, fallthrough: { kind: 'variant', variant: 'thorough' } };
    expect(describeChange({ kind: 'flag', key: flag.key, before: flag, after }, labels)).toEqual({
      kind: 'flag',
      key: 'docs-answer',
      name: 'Documentation answers',
      action: 'changed',
      act: null,
      lines: [
        { what: 'Switch', before: 'On', after: 'Off' },
        { what: 'Everyone else', before: '80% Concise, 20% Thorough', after: 'Thorough' },
      ],
    });
  });

  it('names segments and units by their labels, never by ids', () => {
    const { lines, action } = describeChange(
      { kind: 'flag', key: flag.key, before: null, after: flag },
      labels,
    );
    expect(action).toBe('created');
    expect(lines).toContainEqual({
      what: 'Variant concise',
      before: null,
      after: 'Concise: model-1 · prompt 1.0.0',
    });
    expect(lines).toContainEqual({
      what: 'Rule “Beta testers get the thorough answer”',
      before: null,
      after: 'anyone in Beta testers → Thorough',
    });
    expect(JSON.stringify(lines)).not.toContain('iu_');
  });

  it('shows a rule that is gone, and an override that is lifted', () => {
    const { lines } = describeChange(
      { kind: 'flag', key: flag.key, before: flag, after: { ...flag, rules: [] } },
      labels,
    );
    expect(lines).toEqual([
      {
        what: 'Rule “Beta testers get the thorough answer”',
        before: 'anyone in Beta testers → Thorough',
        after: null,
      },
    ]);
    const lifted = describeChange(
      { kind: 'override', key: '*', before: { target: '*', mode: 'kill', since: '' }, after: null },
      labels,
    );
    expect(lifted).toMatchObject({
      action: 'deleted',
      name: 'the whole environment',
      lines: [{ what: 'Override', after: null }],
    });
  });

  it('says something about every setting of a flag that can change', () => {
    const rule = {
      id: 'two',
      name: 'Beta testers get the thorough answer',
      match: { kind: 'conditions', conditions: [{ operator: 'exists', attribute: 'tier' }] },
      serve: { kind: 'variant', variant: 'thorough' },
    };
    const [first] = flag.rules;
    const variants = flag.variants.map((variant) =>
      variant.kind === 'static' ? { ...variant, text: `${variant.text} Sorry.` } : variant,
    );
    const split = flag.fallthrough.kind === 'split' ? flag.fallthrough.split : null;
    const turned = split && {
      origin: 0,
      ranges: [
        { start: 0, end: 20_000, variant: 'thorough' },
        { start: 20_000, end: 100_000, variant: 'concise' },
      ],
    };
    const changes: [string, object][] = [
      ['Name', { name: 'Other' }],
      ['Description', { description: 'Other' }],
      ['Owner', { owner: 'Docs' }],
      ['Tags', { tags: ['docs', 'ai'] }],
      ['From browsers', { public: true }],
      ['Planned end', { plannedEnd: '2027-01-01' }],
      ['Needs other', { prerequisites: [{ flag: 'other', variants: ['on'] }] }],
      ['Cohort salt', { salt: 'another' }],
      ['Split by', { bucketBy: 'orgId' }],
      ['Variant unavailable', { variants }],
      ['Individual targets of Concise', { targets: [{ variant: 'concise', targetingKeys: ['ada'] }] }],
      ['Rule “Beta testers get the thorough answer” (2)', { rules: [first, rule] }],
      [
        'Rule “Beta testers get the thorough answer”',
        { rules: [{ ...first, window: { until: '2027-01-01T00:00:00Z' } }] },
      ],
      ['Buckets of everyone else', { fallthrough: { kind: 'split', split: turned } }],
      ['While off', { offVariant: 'concise' }],
      ['Known good', { knownGood: 'thorough' }],
      ['Deadline', { deadlineMs: 5_000 }],
      ['Longest output', { maxOutputCharacters: 100 }],
      ['System messages of callers', { allowSystemMessages: true }],
      ['Budget a day', { budget: { warnUsd: 1, fallBackUsd: 2, fallBackTo: 'concise', refuseUsd: 3 } }],
      ['Conversations on a rollback', { onRollback: 'restart' }],
      ['Other settings', { kind: 'value' }],
    ];
    for (const [what, change] of changes) {
      const after = { ...flag, ...change };
      const { lines } = describeChange({ kind: 'flag', key: flag.key, before: flag, after }, labels);
      expect(lines.map((line) => line.what)).toContain(what);
    }
  });

  it('shows long texts around where they differ', () => {
    const variants = (end: string) =>
      flag.variants.map((variant) =>
        variant.kind === 'static' ? { ...variant, text: `${'Long. '.repeat(200)}${end}` } : variant,
      );
    const before = { ...flag, variants: variants('Bye.') };
    const after = { ...flag, variants: variants('See you.') };
    const [line] = describeChange({ kind: 'flag', key: flag.key, before, after }, labels).lines;
    expect(line?.before).toMatch(/^….*Long. Bye.”$/);
    expect(line?.after).toMatch(/^….*Long. See you.”$/);
    expect(line?.after?.length).toBeLessThan(200);
  });

  it('tells two conditions on one attribute apart', () => {
    const condition = (number: number) => ({ operator: 'greater', attribute: 'age', number });
    const segment = { key: 's', name: 'S', description: '', conditions: [condition(1), condition(2)] };
    const after = { ...segment, conditions: [condition(1), condition(3)] };
    const { lines } = describeChange({ kind: 'segment', key: 's', before: segment, after }, labels);
    expect(lines).toEqual([
      { what: 'Condition on age (greater) (2)', before: 'age is more than 2', after: 'age is more than 3' },
    ]);
  });
});
