import type { Command } from './command.ts';

export const start: Command = {
  name: 'start',
  summary: 'starts the server (build the admin app first: npm run build)',
  usage: '',
  async run() {
    // It lives until a signal ends it.
    await import('../main.ts');
    return 0;
  },
};
