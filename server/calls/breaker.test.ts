import { describe, expect, it } from 'vitest';
import { type Breaker, type BreakerVerdict, createBreaker, createBreakers } from './breaker.ts';

const settings = { windowMs: 30_000, leastFailures: 5, share: 0.5, openMs: 5_000, mostOpenMs: 60_000 };

function setUp() {
  let now = 1_000_000;
  const breaker = createBreaker(() => now, settings);
  return { breaker, pass: (ms: number) => (now += ms) };
}

/** Lets so many through and says how they went. */
function send(breaker: Breaker, count: number, verdict: BreakerVerdict) {
  for (let sent = 0; sent < count; sent++) breaker.enter()?.(verdict);
}

describe('a circuit breaker', () => {
  it('opens at enough failures that are enough of all, and not before', () => {
    const { breaker } = setUp();
    send(breaker, 4, 'failure');
    expect(breaker.state()).toBe('closed');
    send(breaker, 1, 'failure');
    expect(breaker.state()).toBe('open');
    expect(breaker.enter()).toBeNull();
  });

  it('stays closed while most calls succeed', () => {
    const { breaker } = setUp();
    send(breaker, 20, 'success');
    send(breaker, 19, 'failure');
    expect(breaker.state()).toBe('closed');
    send(breaker, 1, 'failure');
    expect(breaker.state()).toBe('open');
  });

  it('is not fooled by failures that come sooner than the successes of a busy start', () => {
    const { breaker } = setUp();
    const busy = Array.from({ length: 40 }, () => breaker.enter());
    for (const leave of busy.slice(0, 8)) leave?.('failure');
    expect(breaker.state()).toBe('closed');
    for (const leave of busy.slice(8)) leave?.('success');
    expect(breaker.state()).toBe('closed');
  });

  it('opens on an upstream that takes calls and answers none, once half of them have run out of time', () => {
    const { breaker } = setUp();
    const hanging = Array.from({ length: 40 }, () => breaker.enter());
    hanging.slice(0, 13).forEach((leave) => {
      leave?.('failure');
    });
    expect(breaker.state()).toBe('closed');
    hanging[13]?.('failure');
    expect(breaker.state()).toBe('open');
  });

  it('forgets what is older than its window', () => {
    const { breaker, pass } = setUp();
    send(breaker, 4, 'failure');
    pass(33_001);
    send(breaker, 4, 'failure');
    expect(breaker.state()).toBe('closed');
    expect(breaker.counts()).toEqual({ successes: 0, failures: 4 });
  });

  it('counts neither callers who left nor requests at fault', () => {
    const { breaker } = setUp();
    send(breaker, 50, 'neither');
    expect(breaker.state()).toBe('closed');
    expect(breaker.counts()).toEqual({ successes: 0, failures: 0 });
  });

  it('half-open lets one probe through, and turns everybody else away at once', () => {
    const { breaker, pass } = setUp();
    send(breaker, 5, 'failure');
    pass(5_000);
    expect(breaker.state()).toBe('half-open');
    const probe = breaker.enter();
    expect(probe).not.toBeNull();
    expect(breaker.enter()).toBeNull();
    probe?.('success');
    expect(breaker.state()).toBe('closed');
    expect(breaker.counts()).toEqual({ successes: 0, failures: 0 });
  });

  it('waits twice as long after each failed probe, up to its bound, and starts anew after a success', () => {
    const { breaker, pass } = setUp();
    send(breaker, 5, 'failure');
    for (const openMs of [5_000, 10_000, 20_000, 40_000, 60_000, 60_000]) {
      pass(openMs - 1);
      expect(breaker.state()).toBe('open');
      pass(1);
      breaker.enter()?.('failure');
    }
    pass(60_000);
    breaker.enter()?.('success');
    send(breaker, 5, 'failure');
    pass(5_000);
    expect(breaker.state()).toBe('half-open');
  });

  it('lets another probe try where the first one told nothing', () => {
    const { breaker, pass } = setUp();
    send(breaker, 5, 'failure');
    pass(5_000);
    breaker.enter()?.('neither');
    expect(breaker.state()).toBe('half-open');
    expect(breaker.enter()).not.toBeNull();
  });

  it('does not hear of calls that began before it opened', () => {
    const { breaker, pass } = setUp();
    const early = breaker.enter();
    send(breaker, 5, 'failure');
    pass(5_000);
    early?.('success');
    expect(breaker.state()).toBe('half-open');
  });

  it('is one per environment, provider and model: what fails in staging says nothing in production', () => {
    const breakers = createBreakers(() => 0);
    const watched = { environment: 'production', provider: 'a', model: 'm' };
    const first = breakers.of(watched);
    expect(breakers.of({ ...watched })).toBe(first);
    expect(breakers.of({ ...watched, model: 'n' })).not.toBe(first);
    const staging = breakers.of({ ...watched, environment: 'staging' });
    for (let failure = 0; failure < 10; failure++) staging.enter()?.('failure');
    expect([staging.state(), first.state()]).toEqual(['open', 'closed']);
    expect(breakers.all().map((one) => `${one.environment} ${one.provider} ${one.model}`)).toEqual([
      'production a m',
      'production a n',
      'staging a m',
    ]);
  });
});
