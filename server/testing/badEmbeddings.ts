import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const dimensions = 16;

/** What stands in the text of a document that gets such a vector. */
export const faults = {
  /** As Python's json writes it, which is no JSON. */
  '[nan]': (numbers: string[]) => ['NaN', ...numbers.slice(1)],
  /** As JavaScript writes it. */
  '[null]': (numbers: string[]) => ['null', ...numbers.slice(1)],
  '[infinite]': (numbers: string[]) => ['1e999', ...numbers.slice(1)],
  /** More than 32 bits can hold. */
  '[huge]': (numbers: string[]) => ['1e300', ...numbers.slice(1)],
  '[short]': (numbers: string[]) => numbers.slice(1),
  '[long]': (numbers: string[]) => [...numbers, '1'],
} as const;
type Fault = keyof typeof faults;

/** What an upstream that is down does with a request; `refuses`: nobody listens. */
type Trouble = 'refuses' | 'answers 503' | 'cuts';

/** An upstream that speaks `/embeddings` over real sockets, and gets wrong what it is told to. */
export async function startBadEmbeddings() {
  let trouble: Trouble | null = null;
  let isMended = false;
  let requests = 0;
  const answer = (input: string[]): string => {
    const data = input.map((text, index) => {
      const fault = (Object.keys(faults) as Fault[]).find((one) => text.includes(one));
      const numbers = vectorOf(text).map(String);
      const sent = fault && !isMended ? faults[fault](numbers) : numbers;
      return `{"index":${index},"embedding":[${sent.join(',')}]}`;
    });
    return `{"model":"letters-1","data":[${data.join(',')}]}`;
  };
  const respond = (response: ServerResponse, body: string) => {
    if (trouble === 'cuts') return void response.destroy();
    if (trouble === 'answers 503') return void response.writeHead(503).end('{}');
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(answer((JSON.parse(body) as { input: string[] }).input));
  };
  const server = createServer((request, response) => {
    requests++;
    let body = '';
    request.on('data', (text) => {
      body += text;
    });
    request.on('end', () => respond(response, body));
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    /** An index version on it. */
    version: { embedder: { provider: 'vectors', model: 'letters-1', dimensions } },
    requests: () => requests,
    /** From now on every text gets a right vector; or not any more. */
    mend(to = true): void {
      isMended = to;
    },
    async goDown(how: Trouble): Promise<void> {
      trouble = how;
      if (how === 'refuses') await stop();
    },
    async comeBack(): Promise<void> {
      if (trouble === 'refuses') await listen(port);
      trouble = null;
    },
    close: () => (trouble === 'refuses' ? Promise.resolve() : stop()),
  };
}

/** How often letters stand in a text. */
function vectorOf(text: string): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const letter of text.toLowerCase()) {
    const at = letter.charCodeAt(0) % dimensions;
    vector[at] = (vector[at] ?? 0) + 1;
  }
  return vector;
}
