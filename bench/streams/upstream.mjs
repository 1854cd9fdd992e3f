// An upstream that streams slowly, and sometimes breaks: refuses, resets before or in mid-answer, or ends without a finish.
import http from 'node:http';

const [port] = process.argv.slice(2).map(Number);
const pieces = 25;
const chunk = (delta, finish = null) =>
  `data: ${JSON.stringify({ model: 'bench-model-2026-01-01', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const usage = { prompt_tokens: 24, completion_tokens: pieces, total_tokens: 24 + pieces };
const end = `${chunk({}, 'stop')}data: ${JSON.stringify({ model: 'm', choices: [], usage })}\n\ndata: [DONE]\n\n`;
let open = 0;

const server = http.createServer((request, response) => {
  if (request.url === '/open') {
    response.end(String(open));
    return;
  }
  open++;
  response.once('close', () => {
    open--;
  });
  request.resume();
  request.on('end', () => {
    const luck = Math.random();
    if (luck < 0.04) {
      response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":{"message":"no"}}');
      return;
    }
    if (luck < 0.08) {
      response.destroy();
      return;
    }
    const breaksAt = luck < 0.16 ? Math.ceil(Math.random() * pieces) : Number.POSITIVE_INFINITY;
    const isCut = luck < 0.12;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let sent = 0;
    const timer = setInterval(() => {
      sent++;
      if (sent > pieces) {
        clearInterval(timer);
        response.end(end);
      } else if (sent >= breaksAt) {
        clearInterval(timer);
        if (isCut) response.destroy();
        else response.end();
      } else response.write(chunk({ content: 'word ' }));
    }, 20);
    response.once('close', () => clearInterval(timer));
  });
});
server.keepAliveTimeout = 1_000;
server.listen(port, '127.0.0.1');
