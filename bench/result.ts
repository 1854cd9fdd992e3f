/** What a benchmark found. */
export interface BenchResult {
  /** Measured numbers by name; times and units stand in the name. */
  figures: Record<string, number | string | null>;
  /** What was to be reached, in words, by name. */
  targets: Record<string, string>;
  /** Names of the targets that were not reached. */
  missed: string[];
}
