import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { readCollection } from './collections.ts';
import { embeddersOf, type IndexEmbedder } from './embedders.ts';
import { queryPrefix, type ServedModel } from './startEmbeddings.ts';

const mostBytes = 8 * 1024 * 1024;
const Asked = z.object({ model: z.string(), input: z.array(z.string()).max(2_048) });

const collection = readCollection(z.string().parse(workerData));
if (!collection) throw new Error(`There is no collection ${workerData}`);
const models: Record<ServedModel, IndexEmbedder> = embeddersOf(collection);

function embed(model: string, text: string): Float32Array {
  const embedder = models[model as ServedModel];
  const isQuery = text.startsWith(queryPrefix);
  return isQuery ? embedder.query(text.slice(queryPrefix.length)) : embedder.document(text);
}

/** OpenAI's `/embeddings`, with models that a gate must see through. */
const server = createServer(async (request, response) => {
  const say = (status: number, body: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const refuse = (status: number, message: string) => say(status, { error: { message } });
  try {
    const asked = Asked.safeParse(JSON.parse(await read(request)));
    if (!asked.success || !Object.hasOwn(models, asked.data.model)) return refuse(400, 'No such model');
    const { model, input } = asked.data;
    const data = input.map((text, index) => ({ index, embedding: [...embed(model, text)] }));
    return say(200, { model, data });
  } catch {
    return refuse(400, 'The request could not be read');
  }
});

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw new RangeError('The request is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
