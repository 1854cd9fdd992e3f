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
});
