import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { projectFolder } from './buildDependencies.ts';
import { settingNames } from './settings.ts';

it('describes every setting in docs/operating.md, and no other', async () => {
  const text = await readFile(path.join(projectFolder, 'docs', 'operating.md'), 'utf8');
  const [, section = ''] = text.split('\n## Settings\n');
  const rows = section.split('\n## ')[0]?.matchAll(/^\| (`[^|]+) \|/gm) ?? [];
  const described = [...rows].flatMap(([, names = '']) => names.replaceAll('`', '').split(', '));
  expect(described.toSorted()).toEqual([...settingNames].toSorted());
});
