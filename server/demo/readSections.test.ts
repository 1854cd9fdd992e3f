import { expect, it } from 'vitest';
import { cutMarkdown } from './readSections.ts';

const page = `# The page

What it is about.

## How to do it: an example

\`\`\`sh
# no heading
| no | table |
\`\`\`

### Empty

## Twice

One.

## Twice

| variable | default | meaning |
| --- | --- | --- |
| \`PORT\` | \`4600\` | port of the server |
| \`A \\| B\` | | either. |

After it.
`;

it('sections are named by file and heading, and a name that comes again gets a number', () => {
  expect(cutMarkdown('docs/page.md', page).map(({ id, heading }) => [id, heading])).toEqual([
    ['docs/page.md#the-page', 'The page'],
    ['docs/page.md#how-to-do-it-an-example', 'The page › How to do it: an example'],
    ['docs/page.md#twice', 'The page › Twice'],
    ['docs/page.md#twice-1', 'The page › Twice'],
  ]);
});

it('rows of tables become paragraphs that name their columns; code fences stay as they are', () => {
  const [, example, , table] = cutMarkdown('docs/page.md', page);
  expect(table?.text).toBe(
    'variable: `PORT`; default: `4600`; meaning: port of the server.\n\nvariable: `A | B`; meaning: either.\n\nAfter it.',
  );
  expect(example?.text).toBe('```sh\n# no heading\n| no | table |\n```');
});

it('a text before the first heading is a section of its own', () => {
  expect(cutMarkdown('docs/page.md', 'Only this.\n')).toEqual([
    { id: 'docs/page.md', document: 'docs/page.md', heading: '', text: 'Only this.' },
  ]);
});
