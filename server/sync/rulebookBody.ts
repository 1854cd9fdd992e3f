import type { Configuration } from '../configuration/configuration.ts';
import { configurationTag } from '../live/configurationTag.ts';

/** Up to this size the rulebook comes with the event, and saves every client a request. In characters. */
const mostInEvent = 128 * 1024;

/** The rulebook of an environment as clients download it. */
export interface RulebookBody {
  tag: string;
  revision: number;
  json: Buffer;
  /** The data of the event that tells of a change: with the rulebook in it, where that is small. */
  event: string;
}

/** Turns each environment's rulebook into bytes once, however many clients ask for it. */
export function createRulebookBodies(configuration: Configuration) {
  const bodies = new Map<string, RulebookBody>();
  return (environment: string): RulebookBody => {
    const tag = configurationTag(configuration, environment);
    const made = bodies.get(environment);
    if (made?.tag === tag) return made;
    const { revision, flags, segments, overrides } = configuration.snapshot(environment);
    const text = JSON.stringify({
      environment,
      revision,
      tag,
      flags: [...flags.values()],
      segments: [...segments.values()],
      overrides: [...overrides.values()],
    });
    const within = text.length <= mostInEvent ? `,"rulebook":${text}` : '';
    const event = `{"revision":${revision},"tag":"${tag}"${within}}`;
    const body = { tag, revision, json: Buffer.from(text), event };
    bodies.set(environment, body);
    return body;
  };
}
