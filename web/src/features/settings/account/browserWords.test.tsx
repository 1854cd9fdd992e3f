import { expect, it } from 'vitest';
import { browserWords } from './browserWords.ts';

it('names browser and system, and calls everything else a program', () => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Safari/537.36';
  expect(browserWords(chrome)).toBe('Chrome on Linux');
  expect(browserWords(`${chrome} Edg/150.0`)).toBe('Edge on Linux');
  const iphone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Safari/604.1';
  expect(browserWords(iphone)).toBe('Safari on iOS');
  expect(browserWords('curl/9.0')).toBe('A program');
  expect(browserWords(null)).toBe('A program');
});
