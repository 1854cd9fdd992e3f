import { createServer, type Server } from 'node:http';
import express from 'express';
import { createChatRoute, type SimulatedCall } from './chatCompletions.ts';
import { createControlRoutes } from './dials.ts';
import { seedModels } from './models.ts';
import { sendThrown, sendUnknownUrl } from './wireErrors.ts';

const MOST_CONNECTIONS = 2_000;

/**
 * The simulator as an HTTP server that is not listening yet, with models and dials of its own.
 * `record` is told what became of each chat completion call.
 */
export function createSimulator({
  record = () => {},
}: {
  record?: (call: SimulatedCall) => void;
} = {}): Server {
  const models = seedModels();
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((_req, res, next) => {
    res.setHeader('x-simulator', 'true');
    next();
  });
  app.use(express.json({ limit: '2mb' }));
  app.use(createControlRoutes(models));
  app.post('/v1/chat/completions', createChatRoute(models, record));
  app.use(sendUnknownUrl);
  app.use(sendThrown);

  const server = createServer({ requestTimeout: 30_000 }, app);
  server.maxConnections = MOST_CONNECTIONS;
  // Longer than callers keep idle sockets, so that no request meets a socket that is being closed.
  server.keepAliveTimeout = 65_000;
  return server;
}
