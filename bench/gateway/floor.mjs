// The floor: Express and undici passing bytes through, with nothing between.
import express from 'express';
import { Agent, request } from 'undici';

const [port, upstream] = process.argv.slice(2);
const dispatcher = new Agent({ connections: 512 });
const app = express();
app.use(express.json());
app.post('/v1/chat/completions', async (asked, answer) => {
  const { statusCode, headers, body } = await request(`http://127.0.0.1:${upstream}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked.body),
    dispatcher,
  });
  answer.writeHead(statusCode, { 'content-type': headers['content-type'] });
  for await (const chunk of body) answer.write(chunk);
  answer.end();
});
app.listen(Number(port), '127.0.0.1');
