import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Logger } from 'pino';
import type { Author } from '../shared/model/revision.ts';
import { createApp } from './app.ts';
import type { People } from './auth/people.ts';
import { installationSecret } from './auth/secret.ts';
import { buildDependencies, projectFolder } from './buildDependencies.ts';
import { followOthers } from './configuration/followOthers.ts';
import { type Dependencies, defaultEnvironment } from './context.ts';
import { openAiModels, seedDemo, simulatorModels } from './demo/seedDemo.ts';
import { seedDocuments } from './demo/seedDocuments.ts';
import { keepSchedules } from './flags/schedules.ts';
import { keepCommitting } from './overrides/commitWaiting.ts';
import { problemLine } from './prompts/problem.ts';
import { readPrompts } from './prompts/readPrompts.ts';
import { registerPrompts } from './prompts/registerPrompts.ts';
import { openProviders } from './providers/openProviders.ts';
import type { PriceOverrides } from './providers/price.ts';
import { loadTokenizer } from './providers/tokenizer.ts';
import type { Settings } from './settings.ts';
import { type RunningSimulator, startSimulator } from './simulator/startSimulator.ts';
import { openSqliteStore } from './store/sqlite/openStore.ts';
import type { Store } from './store/store.ts';

const system: Author = { kind: 'system', id: 'start', name: 'Knowngood' };
const drainMs = 5_000;
const forgetEveryMs = 60 * 60 * 1000;

export interface RunningServer {
  url: string;
  dependencies: Dependencies;
  simulator: RunningSimulator | null;
  /** The demo's API key, when this start has made it. */
  demoKey: string | null;
  /** A link that signs the admin in; null once they have signed in. */
  signInLink: string | null;
  close(): Promise<void>;
}

/** Opens the store, wires everything and listens. Undoes what it has begun when a step fails. */
export async function startServer(settings: Settings, log: Logger): Promise<RunningServer> {
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 });
  const store = openSqliteStore(path.join(settings.dataDir, 'knowngood.db'), {
    indexMemoryBytes: settings.indexMemoryMb * 1024 ** 2,
  });
  const begun: (() => Promise<void>)[] = [() => store.close()];
  const undo = async () => {
    for (const step of begun.toReversed())
      await step().catch((error: unknown) => log.error({ err: error }, 'a part could not be stopped'));
  };
  try {
    await store.environments.create({
      key: defaultEnvironment,
      name: 'Production',
      createdAt: new Date().toISOString(),
    });
    const simulator = (await needsSimulator(settings, store))
      ? await startSimulator({ port: settings.simulatorPort, log: (line) => log.warn(line) })
      : null;
    if (simulator) begun.push(() => simulator.stop());
    const { publicUrl, trustedOrigins, setPort } = addresses(settings);
    const secret = await installationSecret(settings.dataDir, settings.sessionSecret);
    // Sign-in takes most of a second to load, so calls are served before it.
    let loading: Promise<People> | null = null;
    const people = () => {
      loading ??= import('./auth/people.ts').then((module) =>
        module.createPeople({
          store,
          publicUrl: publicUrl(),
          secret,
          trustedOrigins: trustedOrigins(),
          log,
          oidc: settings.oidc,
        }),
      );
      return loading;
    };
    const version = (
      JSON.parse(await readFile(path.join(projectFolder, 'package.json'), 'utf8')) as { version: string }
    ).version;
    const providers = openProviders(settings, simulator?.url ?? null);
    const { demo, metricsPublic, keyRatePerMinute, trustedProxies } = settings;
    const dependencies = await buildDependencies({
      store,
      providers,
      prices: pricesOf(settings),
      log,
      secret,
      version,
      demo,
      metricsPublic,
      keyRatePerMinute,
      trustedProxies,
      publicUrl,
      trustedOrigins,
      people,
      traces: settings.traces,
    });
    begun.push(() => dependencies.traces.close());
    begun.push(() => dependencies.recorder.close());
    begun.push(() => dependencies.pipe.conversations.close());
    begun.push(() => dependencies.usage.close());
    begun.push(() => dependencies.serviceKeys.close());
    begun.push(async () => dependencies.receipts.close());
    begun.push(() => dependencies.retrieval.close());
    begun.push(() => dependencies.migrations.controller.close());
    await registerFrom(settings.promptsDir, dependencies, log);
    const models = settings.openai ? openAiModels : simulatorModels;
    const demoKey = demo
      ? await seedDemo(dependencies.configuration, {
          environment: defaultEnvironment,
          author: system,
          models,
          newId: randomUUID,
        })
      : null;
    if (demoKey) await writeFile(path.join(settings.dataDir, 'demo-key'), `${demoKey}\n`, { mode: 0o600 });

    const server = createServer(createApp(dependencies));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(settings.port, settings.host, resolve);
    });
    setPort((server.address() as AddressInfo).port);
    begun.push(async () => {
      server.close();
      server.closeIdleConnections();
      const until = Date.now() + drainMs;
      while ((await dependencies.metrics.activeCalls()) > 0 && Date.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 25));
      server.closeAllConnections();
    });
    dependencies.retrieval.start();
    dependencies.migrations.controller.start();
    const seeding = demo ? seedDocumentation(dependencies, log) : Promise.resolve();
    const forget = () => void forgetOld(store, settings.inferenceDays, log);
    forget();
    const forgetting = setInterval(forget, forgetEveryMs);
    begun.push(async () => clearInterval(forgetting));
    const stopCommitting = keepCommitting(dependencies.configuration, log);
    begun.push(async () => stopCommitting());
    const stopFollowing = followOthers(dependencies.configuration, log);
    begun.push(async () => stopFollowing());
    const stopSchedules = keepSchedules(dependencies.configuration, log);
    begun.push(async () => stopSchedules());
    // Its tables take half a second to load, which the first call that needs them should not wait for.
    void loadTokenizer();
    const admin = await (await people()).ensureAdmin(settings.adminEmail);
    const signInLink = admin.hasSignedIn ? null : await (await people()).signInLink(admin.email);
    await seeding;
    return { url: publicUrl(), dependencies, simulator, demoKey, signInLink, close: once(undo) };
  } catch (error) {
    await undo();
    throw error;
  }
}

/** The simulator runs where no provider key is set, and where a stored unit still names it. */
async function needsSimulator(settings: Settings, store: Store): Promise<boolean> {
  if (!settings.openai) return true;
  const { resources } = await store.configuration.load(defaultEnvironment);
  return resources.some(
    ({ kind, body }) =>
      kind === 'unit' &&
      (body as { specification: { provider: string } }).specification.provider === 'simulator',
  );
}

/** The port may be chosen by the system, so addresses are known only once the server listens. */
function addresses(settings: Settings) {
  let port = settings.port;
  const publicUrl = () =>
    settings.port === 0 ? settings.publicUrl.replace(/:0$/, `:${port}`) : settings.publicUrl;
  const local = (ports: number[]) =>
    ports.flatMap((one) => [`http://localhost:${one}`, `http://127.0.0.1:${one}`]);
  return {
    publicUrl,
    // 4601 is where `npm run dev` serves the admin app.
    trustedOrigins: () => [new URL(publicUrl()).origin, ...local([port, 4601])],
    setPort: (bound: number) => {
      port = bound;
    },
  };
}

/** The providers file's own prices. */
function pricesOf({ providersFile: { prices } }: Settings): PriceOverrides | null {
  return prices && { source: prices.source, prices: prices.perMillion };
}

async function registerFrom(folder: string, { configuration }: Dependencies, log: Logger): Promise<void> {
  try {
    const { prompts, problems } = await readPrompts(folder);
    // A broken file must not take the product down: the others are registered, and calls go on with what is.
    for (const problem of problems.filter(({ severity }) => severity === 'error'))
      log.error(problemLine(problem));
    const { registered, clashes } = await registerPrompts(configuration, {
      environment: defaultEnvironment,
      author: system,
      prompts,
    });
    if (registered.length > 0) log.info({ registered }, 'prompt versions registered');
    for (const { prompt, path: file } of clashes) {
      log.error(
        { prompt },
        `${file} has changed, but a prompt version never changes: the registered content stays in force. Give the new text a new version.`,
      );
    }
  } catch (error) {
    log.error({ err: error }, 'prompts could not be read; those registered before stay in force');
  }
}

/** Loading sign-in takes longer. Without it the demo answers that it knows nothing, and the server works all the same. */
async function seedDocumentation({ retrieval }: Dependencies, log: Logger): Promise<void> {
  try {
    await seedDocuments(retrieval, {
      environment: defaultEnvironment,
      author: system,
      folder: projectFolder,
    });
  } catch (error) {
    log.error(
      { err: error },
      'the documentation could not be made a collection; trying again at the next start',
    );
  }
}

async function forgetOld(store: Store, days: number, log: Logger): Promise<void> {
  const before = new Date(Date.now() - days * 24 * 60 * 60 * 1000).toISOString();
  try {
    while ((await store.telemetry.forgetBefore(before)) > 0);
  } catch (error) {
    log.error({ err: error }, 'old inference records could not be deleted; trying again in an hour');
  }
}

function once(act: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => {
    done ??= act();
    return done;
  };
}
