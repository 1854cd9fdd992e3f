/** Something about a prompt file that someone has to mend. Warnings do not stop it from being registered. */
export interface PromptProblem {
  /** The file, as it stands in the prompt repository. */
  path: string;
  /** From 1; 1 for what concerns the file as a whole. */
  line: number;
  severity: 'error' | 'warning';
  message: string;
}

/** "prompts/answer/1.0.0.prompt:12: error: …", as compilers and editors have it. */
export const problemLine = ({ path, line, severity, message }: PromptProblem): string =>
  `${path}:${line}: ${severity}: ${message}`;

/** Collects problems of one file. */
export function problemsOf(path: string) {
  const problems: PromptProblem[] = [];
  return {
    problems,
    error: (line: number, message: string) => problems.push({ path, line, severity: 'error', message }),
    warn: (line: number, message: string) => problems.push({ path, line, severity: 'warning', message }),
    hasErrors: () => problems.some(({ severity }) => severity === 'error'),
  };
}

export type ProblemCollector = ReturnType<typeof problemsOf>;
