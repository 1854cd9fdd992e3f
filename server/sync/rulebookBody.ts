import type { Configuration } from '../configuration/configuration.ts';
import { configurationTag } from '../live/configurationTag.ts';

/** The rulebook of an environment as clients download it. */
export interface RulebookBody {
  tag: string;
  revision: number;
  json: Buffer;
}

/** Turns each environment's rulebook into bytes once, however many clients ask for it. */
export function createRulebookBodies(configuration: Configuration) {
  const bodies = new Map<string, RulebookBody>();
  return (environment: string): RulebookBody => {
    const tag = configurationTag(configuration, environment);
    const made = bodies.get(environment);
    if (made?.tag === tag) return made;
    const { revision, flags, segments, overrides } = configuration.snapshot(environment);
    const rulebook = {
      environment,
      revision,
      tag,
      flags: [...flags.values()],
      segments: [...segments.values()],
      overrides: [...overrides.values()],
    };
    const body = { tag, revision, json: Buffer.from(JSON.stringify(rulebook)) };
    bodies.set(environment, body);
    return body;
  };
}
