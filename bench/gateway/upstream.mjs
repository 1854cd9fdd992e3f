// A minimal upstream on OpenAI's wire: answers after DELAY_MS, streams twenty pieces.
import http from 'node:http';

const [port] = process.argv.slice(2).map(Number);
const delayMs = Number(process.env.DELAY_MS ?? 0);
const base = { id: 'chatcmpl-bench', created: 1_700_000_000, model: 'bench-model-2026-01-01' };
const usage = { prompt_tokens: 24, completion_tokens: 20, total_tokens: 44 };
const whole = JSON.stringify({
  ...base,
  object: 'chat.completion',
  usage,
  choices: [
    { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'word '.repeat(20).trim() } },
  ],
});
const event = (choices, more = {}) =>
  `data: ${JSON.stringify({ ...base, object: 'chat.completion.chunk', choices, ...more })}\n\n`;
const piece = event([{ index: 0, delta: { content: 'word ' }, finish_reason: null }]);
const end = `${event([{ index: 0, delta: {}, finish_reason: 'stop' }])}${event([], { usage })}data: [DONE]\n\n`;

http
  .createServer((request, response) => {
    let body = '';
    request.on('data', (text) => {
      body += text;
    });
    request.on('end', () =>
      setTimeout(() => {
        if (!body.includes('"stream":true')) {
          response.writeHead(200, { 'content-type': 'application/json' }).end(whole);
          return;
        }
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        for (let sent = 0; sent < 20; sent++) response.write(piece);
        response.end(end);
      }, delayMs),
    );
  })
  .listen(port, '127.0.0.1');
