import type { Command } from './command.ts';

/** Every command, loaded only when it is asked for. */
export const commands: Record<string, () => Promise<Command>> = {
  start: async () => (await import('./start.ts')).start,
  'sign-in-link': async () => (await import('./signInLink.ts')).signInLink,
  'create-key': async () => (await import('./createKey.ts')).createKey,
  verify: async () => (await import('./verify.ts')).verify,
  head: async () => (await import('./head.ts')).head,
  override: async () => (await import('./override.ts')).override,
  export: async () => (await import('./export.ts')).exportEnvironment,
  diff: async () => (await import('./diff.ts')).diff,
  import: async () => (await import('./import.ts')).importEnvironment,
  approvals: async () => (await import('./approvals.ts')).approvals,
  backup: async () => (await import('./backup.ts')).backup,
  'restore-backup': async () => (await import('./restoreBackup.ts')).restoreBackup,
  index: async () => (await import('./indexMigration.ts')).index,
  codegen: async () => (await import('./codegen.ts')).codegen,
  prompts: async () => (await import('../prompts/command.ts')).prompts,
};
