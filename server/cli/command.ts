/** One command of `knowngood`. */
export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** What may follow the name, and what it means; may have several lines. */
  usage: string;
  /**
   * Runs it with what follows the name; answers the exit code. Output goes to standard output, problems are thrown:
   * a KnowngoodError is shown as its message, a UsageError with the usage.
   */
  run(args: string[]): Promise<number>;
}

/** Thrown for arguments that a command cannot work with; the usage is shown below the message. */
export class UsageError extends Error {}

/** Writes one line for people or programs to read. */
export const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
