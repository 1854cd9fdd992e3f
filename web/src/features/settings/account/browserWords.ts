const browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Mac OS X/, 'macOS'],
  [/Windows/, 'Windows'],
  [/Linux|X11/, 'Linux'],
];

/** A browser's header in words: "Firefox on Windows". */
export function browserWords(header: string | null): string {
  if (header === null) return 'A program';
  const find = (known: [RegExp, string][]) => known.find(([pattern]) => pattern.test(header))?.[1];
  const [browser, system] = [find(browsers), find(systems)];
  if (!browser) return 'A program';
  return system ? `${browser} on ${system}` : browser;
}
