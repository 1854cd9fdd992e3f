/** A parsed semantic version. */
export interface Version {
  core: readonly [number, number, number];
  /** Dot-separated identifiers of a pre-release; none for a release. */
  prerelease: readonly string[];
}

const shape =
  /^v?(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?$/;

/** Parses semver 2.0.0, a leading "v" allowed; null for anything else. */
export function parseVersion(text: string): Version | null {
  const parts = shape.exec(text);
  if (!parts) return null;
  const [, major, minor, patch, prerelease] = parts;
  return { core: [Number(major), Number(minor), Number(patch)], prerelease: prerelease?.split('.') ?? [] };
}

/** Negative, zero or positive as `a` comes before, with or after `b` by the precedence of semver 2.0.0, section 11. */
export function compareVersions(a: Version, b: Version): number {
  for (const index of [0, 1, 2] as const) {
    if (a.core[index] !== b.core[index]) return a.core[index] - b.core[index];
  }
  if (a.prerelease.length === 0 || b.prerelease.length === 0)
    return b.prerelease.length - a.prerelease.length;
  for (let index = 0; index < Math.min(a.prerelease.length, b.prerelease.length); index++) {
    const order = compareIdentifiers(a.prerelease[index] ?? '', b.prerelease[index] ?? '');
    if (order !== 0) return order;
  }
  return a.prerelease.length - b.prerelease.length;
}

/** Numbers compare as numbers and come before words, which compare by ASCII. */
function compareIdentifiers(a: string, b: string): number {
  const numeric = /^\d+$/;
  const [left, right] = [numeric.test(a), numeric.test(b)];
  if (left && right) return Number(a) - Number(b);
  if (left !== right) return left ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
