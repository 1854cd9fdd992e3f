/** The only file of the client that knows the server, and of the server only types. */
export type { AppRouter } from '../server/router.ts';
