import { expect, it } from 'vitest';
import { projectFolder } from '../buildDependencies.ts';
import { documentationSections } from './documentation.ts';
import { readGoldenQuestions } from './goldenQuestions.ts';

const questions = await readGoldenQuestions();
const sections = new Map((await documentationSections(projectFolder)).map((one) => [one.id, one]));
/** Without regard to capitals and line ends. */
const plain = (text: string) => text.replaceAll(/\s+/g, ' ').toLowerCase();

it('every section that a question is judged by is in the documentation', () => {
  const missing = questions.flatMap(({ ask, sections: judged }) =>
    Object.keys(judged)
      .filter((id) => !sections.has(id))
      .map((id) => `${ask} → ${id}`),
  );
  expect(missing).toEqual([]);
});

it('every question has a section that answers it, and its facts stand in sections that answer', () => {
  const unsaid = questions.flatMap(({ ask, facts, sections: judged }) => {
    const answering = Object.keys(judged).filter((id) => (judged[id] ?? 0) >= 2);
    const said = answering.map((id) => plain(sections.get(id)?.text ?? ''));
    return facts
      .filter((fact) => !said.some((text) => text.includes(plain(fact))))
      .map((fact) => `${ask} → ${fact}`);
  });
  expect(unsaid).toEqual([]);
  expect(questions.filter(({ sections: judged }) => !Object.values(judged).includes(3))).toEqual([]);
});

it('no question is asked twice, and every page of the documentation answers some', () => {
  expect(new Set(questions.map(({ ask }) => ask.toLowerCase())).size).toBe(questions.length);
  expect(questions.length).toBeGreaterThanOrEqual(60);
  const asked = new Set(questions.flatMap(({ sections: judged }) => Object.keys(judged)));
  const pages = new Set([...sections.values()].map(({ document }) => document));
  for (const page of pages)
    expect(
      [...asked].filter((id) => id.startsWith(`${page}#`)),
      page,
    ).not.toEqual([]);
});
