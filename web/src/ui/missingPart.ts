const words = 'A part of this page could not be loaded';

/** Renames the failure to load a part of the app, so that the router does not take it for its own to handle. */
export function markMissingPart(error: Error): void {
  if (!isMissingPart(error)) error.message = `${words}. ${error.message}`;
}

/** A part of the app that did not come: without a network, or once another version of the server runs. */
export const isMissingPart = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith(words);
