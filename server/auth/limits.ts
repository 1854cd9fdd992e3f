import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { rateLimited } from '../errors.ts';

/** How often a stranger may try. */
export interface SignInLimits {
  /** One request from an address. @throws KnowngoodError RATE_LIMITED */
  request(address: string): Promise<void>;
  /** One guess at the password of an account, from an address. @throws KnowngoodError RATE_LIMITED */
  guess(address: string, email: string): Promise<void>;
  /** The guess was right: earlier ones from there are forgiven. */
  right(address: string, email: string): Promise<void>;
}

/** Requests a minute from one address; more than people behind one router need. */
const requestsPerMinute = 60;
/** Guesses in a quarter of an hour at one account: from one address, and from all together. */
const guessesFromOne = 10;
const guessesFromAll = 100;
const quarterHour = 15 * 60;

/** Counts attempts to sign in, in this process. */
export function createSignInLimits(): SignInLimits {
  const requests = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 });
  const fromOne = new RateLimiterMemory({ points: guessesFromOne, duration: quarterHour });
  const fromAll = new RateLimiterMemory({ points: guessesFromAll, duration: quarterHour });
  const both = (address: string, email: string) => `${address} ${email.toLowerCase()}`;
  return {
    request: (address) => take(requests, address),
    async guess(address, email) {
      await take(fromOne, both(address, email));
      await take(fromAll, email.toLowerCase());
    },
    async right(address, email) {
      await fromOne.delete(both(address, email));
    },
  };
}

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
    throw rateLimited(`Too many attempts to sign in; try again in ${seconds} s`, seconds);
  }
}
