import { describe, expect, it } from 'vitest';
import { parseCsv, toCsv } from './csv.ts';
import { parsePeople } from './parsePeople.ts';

describe('parseCsv', () => {
  it('reads quoted separators, lines and quotation marks', () => {
    expect(parseCsv('a,"b, c"\r\n"say ""hi""","two\nlines"\n')).toEqual([
      ['a', 'b, c'],
      ['say "hi"', 'two\nlines'],
    ]);
  });
  it('comes back from what toCsv writes', () => {
    const rows = [
      ['a,b', 'c"d'],
      ['1', ''],
    ];
    expect(parseCsv(toCsv(rows))).toEqual(rows);
  });
  it('writes nothing that a spreadsheet would run', () => {
    expect(toCsv([['=cmd()', '-5', '@x']])).toBe("'=cmd(),-5,'@x");
  });
});

describe('parsePeople', () => {
  it('takes ids, one on each line or separated, each once', () => {
    expect(parsePeople('ada\n bob \nada\n\ncy, dee').contexts).toEqual([
      { targetingKey: 'ada' },
      { targetingKey: 'bob' },
      { targetingKey: 'cy' },
      { targetingKey: 'dee' },
    ]);
    expect(parsePeople('  ').contexts).toEqual([]);
  });
  it('drops the heading of a single column', () => {
    expect(parsePeople('user_id\nada').contexts).toEqual([{ targetingKey: 'ada' }]);
  });
  it('takes CSV with attributes, typed by what they look like', () => {
    expect(parsePeople('tier;targetingKey;beta;age\npro;ada;true;41\nfree;bob;;007')).toEqual({
      format: 'csv',
      problems: [],
      contexts: [
        { tier: 'pro', targetingKey: 'ada', beta: true, age: 41 },
        { tier: 'free', targetingKey: 'bob', age: '007' },
      ],
    });
  });
  it('takes JSON, as an array or line by line, and names the lines that are none', () => {
    expect(parsePeople('[{"targetingKey":"a"}, "b"]').contexts).toEqual([
      { targetingKey: 'a' },
      { targetingKey: 'b' },
    ]);
    const lines = parsePeople('{"targetingKey":"a","beta":true}\n{oops\n{"targetingKey":"b"}');
    expect(lines.contexts).toHaveLength(2);
    expect(lines.problems).toEqual(['Line 2 is not JSON']);
  });
});
