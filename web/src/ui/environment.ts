const storageKey = 'knowngood-environment';
const parameter = 'environment';

/** As the server checks it; anything else in the address is nobody's environment. */
const shape = /^[a-z0-9][a-z0-9._-]{0,63}$/;

function chosen(): string | null {
  const inAddress = new URLSearchParams(window.location.search).get(parameter);
  if (inAddress !== null && shape.test(inAddress)) return inAddress;
  const kept = window.sessionStorage.getItem(storageKey) ?? window.localStorage.getItem(storageKey);
  return kept !== null && shape.test(kept) ? kept : null;
}

function keep(environment: string | null): void {
  for (const storage of [window.sessionStorage, window.localStorage])
    if (environment === null) storage.removeItem(storageKey);
    else storage.setItem(storageKey, environment);
}

let current = chosen();
if (current !== null) keep(current);

/**
 * Says which environment the server has answered for, so that every later request is about the same one. It is
 * settled once for each page that the browser loads, and a switch loads the page anew: nothing that was fetched for one
 * environment can show up in another.
 */
export function settleEnvironment(environment: string): void {
  current ??= environment;
}

/** The environment that this tab works in; null until the server has said. */
export const currentEnvironment = (): string | null => current;

/** Goes on in another environment, at the same kind of page; null leaves it to the server where to go. */
export function switchEnvironment(environment: string | null): void {
  keep(environment);
  const [, section = ''] = window.location.pathname.split('/');
  // What one page is about, such as a flag, need not exist over there.
  const path = section === 'settings' ? window.location.pathname : `/${section}`;
  window.location.assign(environment === null ? '/' : `${path}?${parameter}=${environment}`);
}

/** What every request says about where it belongs. */
export const environmentHeaders = (): Record<string, string> =>
  current === null ? {} : { 'knowngood-environment': current };

/** The same for streams, which cannot carry a header. */
export const environmentQuery = (): string => (current === null ? '' : `?${parameter}=${current}`);

/** True for the environments where mistakes reach customers. */
export const isProduction = (environment: string): boolean => environment.startsWith('prod');
