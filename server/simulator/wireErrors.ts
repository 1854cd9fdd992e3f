import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { z } from 'zod';

/** The body of every error, in OpenAI's shape. */
export type WireError = { message: string; type: string; param: string | null; code: string | null };

/** Sends an error in OpenAI's shape. */
export function sendError(res: Response, status: number, error: WireError): void {
  res.status(status).json({ error });
}

/** Sends a 400 about the first thing wrong with a body. */
export function sendInvalid(res: Response, error: z.ZodError): void {
  const issue = error.issues[0];
  const param = issue === undefined || issue.path.length === 0 ? null : nameParameter(issue.path);
  const message = `Invalid ${param === null ? 'request body' : `value for '${param}'`}: ${issue?.message ?? 'unknown'}`;
  sendError(res, 400, { message, type: 'invalid_request_error', param, code: 'invalid_value' });
}

/** Sends a 404 for a model that is not simulated. */
export function sendUnknownModel(res: Response, model: string): void {
  const message = `The model '${model.slice(0, 200)}' does not exist.`;
  sendError(res, 404, { message, type: 'invalid_request_error', param: 'model', code: 'model_not_found' });
}

/** Answers whatever no route answered. */
export const sendUnknownUrl: RequestHandler = (req, res) => {
  const message = `Unknown request URL: ${req.method} ${req.path.slice(0, 200)}`;
  sendError(res, 404, { message, type: 'invalid_request_error', param: null, code: 'unknown_url' });
};

/** Turns whatever a route threw into an error that tells nothing about the inside. */
export const sendThrown: ErrorRequestHandler = (thrown: unknown, _req, res, next) => {
  if (res.headersSent) {
    next(thrown);
    return;
  }
  const status = statusOf(thrown);
  const type = status < 500 ? 'invalid_request_error' : 'server_error';
  sendError(res, status, {
    message: MESSAGES[status] ?? 'Internal server error',
    type,
    param: null,
    code: null,
  });
};

const MESSAGES: Record<number, string> = {
  400: 'The request could not be read: its body must be JSON.',
  413: 'The request body is larger than 2 MB.',
  415: 'The request body has an unsupported encoding.',
};

function statusOf(thrown: unknown): number {
  const status = thrown instanceof Error && 'status' in thrown ? thrown.status : undefined;
  if (typeof status !== 'number' || status < 400 || status > 499) return 500;
  return status in MESSAGES ? status : 400;
}

function nameParameter(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, key) => {
    if (typeof key === 'number') return `${name}[${key}]`;
    return name === '' ? String(key) : `${name}.${String(key)}`;
  }, '');
}
