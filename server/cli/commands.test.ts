import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectFolder } from '../buildDependencies.ts';
import { verifyEveryChain } from '../configuration/verifyChain.ts';
import { runKnowngood, spawnKnowngood } from '../testing/runKnowngood.ts';
import { openTestData, type TestData } from '../testing/testData.ts';
import { saveFlags, valueFlag } from '../testing/testFlags.ts';
import { commands } from './commands.ts';

let data: TestData;
beforeEach(async () => {
  data = await openTestData();
});
afterEach(() => data.close());

describe('knowngood', () => {
  it('lists every command, each under its own name, with one line about it', async () => {
    const { out, code } = await spawnKnowngood(data.folder, ['help']);
    expect(code).toBe(0);
    for (const [name, load] of Object.entries(commands)) {
      const command = await load();
      expect(command.name).toBe(name);
      expect(command.summary).not.toContain('\n');
      expect(out).toContain(`  ${name}`);
    }
  });

  it('says what is wrong with what it was asked, and how to ask', async () => {
    const wrong: [string[], string][] = [
      [['overide'], 'There is no command "overide"'],
      [['override', 'stop', 'price'], 'Say what to do'],
      [['override', 'kill'], 'Name one flag, or all of them'],
      [['override', 'kill', 'price', '--all'], 'Name one flag, or all of them'],
      [['override', 'kill', '--every'], "Unknown option '--every'"],
      [['export', '--format', 'xml'], '--format takes yaml or json'],
    ];
    const answers = await Promise.all(wrong.map(([args]) => data.knowngood(...args)));
    for (const [index, { error, code }] of answers.entries()) {
      const problem = wrong[index]?.[1];
      expect([code, error]).toEqual([2, expect.stringContaining(String(problem))]);
      expect(error).toContain('Usage: knowngood');
      expect(error).not.toMatch(/\n {4}at /);
    }
  });

  it('says what is not there', async () => {
    const missing: [string[], string][] = [
      [['override', 'kill', 'price'], 'There is no flag "price" in production'],
      [['export', '--environment', 'nowhere'], 'There is no environment "nowhere"'],
      [['import', 'nowhere.yaml'], 'cannot be read'],
      [['verify', '--environment', 'nowhere'], 'There is no log of "nowhere"'],
    ];
    const answers = await Promise.all(missing.map(([args]) => data.knowngood(...args)));
    for (const [index, answer] of answers.entries())
      expect(answer).toMatchObject({ code: 2, error: expect.stringContaining(String(missing[index]?.[1])) });
    const elsewhere = await runKnowngood(path.join(data.folder, 'none'), ['verify']);
    expect(elsewhere).toMatchObject({ code: 2, error: expect.stringContaining('start the server first') });
  });

  it('sets an override without a server, twice without a second revision, and lifts it', async () => {
    await saveFlags(data.configuration, valueFlag('price', 2, 1));
    const first = await data.knowngood('override', 'kill', '--all', '--reason', 'Now');
    expect(first.out).toContain('Killed: every flag of production, at revision 2');
    expect((await data.knowngood('override', 'kill', '--all')).out).toContain('it is so already');
    expect((await data.knowngood('override', 'lift', '--all')).out).toContain('at revision 3');
    const [lifted, set] = await data.store.configuration.revisions({ environment: 'production', limit: 2 });
    expect([set?.reason, lifted?.kind]).toEqual(['Now', 'override']);
  });

  it('makes a key, in the log of keys under the name of whoever made it', async () => {
    const { out } = await data.knowngood(
      'create-key',
      '--name',
      'shop',
      '--scopes',
      'sync,call',
      '--expires-in',
      '30',
    );
    expect(out).toMatch(/API key "shop" for sync, call in production\.[\s\S]*kg_[0-9a-f]{64}/);
    const [key] = await data.store.keys.list('production');
    expect(key).toMatchObject({ name: 'shop', scopes: ['sync', 'call'], expiresAt: expect.any(String) });
    const [entry] = await data.store.configuration.revisions({ environment: 'system', limit: 1 });
    expect(entry?.author.name).toContain('Command line');
    expect((await verifyEveryChain(data)).map(({ ok }) => ok)).toEqual([true]);
    const nowhere = await data.knowngood('create-key', '--environment', 'nowhere');
    expect(nowhere.error).toContain('There is no environment "nowhere"');
  });

  it('changes nothing in an archived environment, and reads it', async () => {
    await saveFlags(data.configuration, valueFlag('price', 2, 1));
    const file = path.join(data.folder, 'production.yaml');
    await data.knowngood('export', file);
    const archivedAt = new Date().toISOString();
    const by = { author: { kind: 'system' as const, id: 't', name: 't' }, at: archivedAt, reason: 'test' };
    await data.store.environments.update('production', { archivedAt }, by);
    await writeFile(file, (await readFile(file, 'utf8')).replace('name: price', 'name: cost'));
    const acts = [
      ['override', 'kill', 'price'],
      ['override', 'kill', '--all'],
      ['import', file],
      ['create-key'],
      ['prompts', 'push', path.join(projectFolder, 'prompts')],
    ];
    const answers = await Promise.all(acts.map((act) => data.knowngood(...act)));
    for (const answer of answers)
      expect(answer).toMatchObject({ code: 2, error: expect.stringContaining('"production" is archived') });
    expect((await data.store.configuration.head('production')).number).toBe(1);
    expect(await data.store.keys.list('production')).toEqual([]);
    expect((await data.knowngood('export')).out).toContain('price');
  });

  it('says when the disk refuses the override, and leaves nothing behind', async () => {
    await saveFlags(data.configuration, valueFlag('price', 2, 1));
    data.tamper(
      "create trigger refuse before insert on revisions begin select raise(abort, 'readonly database'); end",
    );
    const { code, error } = await data.knowngood('override', 'kill', 'price');
    expect([code, error]).toEqual([
      2,
      expect.stringContaining('a running server obeys an override in memory'),
    ]);
    expect((await data.store.configuration.head('production')).number).toBe(1);
  });

  it('is what the npm scripts and the installed command run', async () => {
    const { bin, scripts } = JSON.parse(await readFile(path.join(projectFolder, 'package.json'), 'utf8'));
    expect(bin.knowngood).toBe('server/cli/knowngood.mjs');
    const own = Object.values<string>(scripts).filter((script) => script.includes('knowngood.mjs'));
    for (const script of own) {
      const name = /knowngood\.mjs ?(\S*)/.exec(script)?.[1];
      if (name) expect(Object.keys(commands)).toContain(name);
    }
    expect(own.length).toBeGreaterThan(3);
  });
});
