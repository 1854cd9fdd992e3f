import { hrtime } from 'node:process';
import { type Client, createClient } from '../../client/index.ts';

/** A service with several clients in it, started by `run.ts`. Times are CLOCK_MONOTONIC, one clock for all processes. */
export interface WorkerTask {
  url: string;
  key: string;
  clients: number;
  flag: string;
}

export type WorkerMessage =
  | { type: 'ready' }
  /** A client's evaluate() gives another variant since `at`, in nanoseconds. */
  | { type: 'obeys'; client: number; variant: string; at: string };

const context = { targetingKey: 'ada' };
const send = (message: WorkerMessage) => process.send?.(message);

async function work({ url, key, clients: count, flag }: WorkerTask): Promise<void> {
  const clients: Client[] = [];
  for (let index = 0; index < count; index++) {
    const client = createClient({ url, key, name: `worker ${process.pid}, client ${index}` });
    clients.push(client);
    let variant = '';
    const look = () => {
      const now = client.evaluate(flag, context)?.variant ?? '';
      if (now === variant) return;
      variant = now;
      send({ type: 'obeys', client: index, variant, at: String(hrtime.bigint()) });
    };
    client.on('change', look);
    await client.ready();
    look();
  }
  send({ type: 'ready' });
}

process.on('message', (task: WorkerTask) => void work(task));
process.on('disconnect', () => process.exit(0));
