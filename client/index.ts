export type { StreamEvent, ToolCallPiece } from '../shared/model/stream.ts';
export type { Client, ClientOptions, GenerateOptions, GenerateRequest, LocalAnswer } from './client.ts';
export { ClientError, type ClientErrorCode } from './clientError.ts';
export { createClient } from './createClient.ts';
export type { ClientEvents, Listener } from './emitter.ts';
export type { Details } from './resolve.ts';
export { type TypedClient, typed } from './typed.ts';
