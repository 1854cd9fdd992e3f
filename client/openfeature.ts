import {
  ErrorCode,
  type EvaluationContext,
  type JsonValue,
  OpenFeatureEventEmitter,
  type Provider,
  ProviderEvents,
  type ResolutionDetails,
} from '@openfeature/server-sdk';
import type { JsonValue as FlagJson } from '../shared/model/flag.ts';
import type { Client } from './client.ts';
import { toContext } from './openfeatureContext.ts';
import type { Details } from './resolve.ts';

/**
 * OpenFeature's server-side provider over a client: flags are evaluated in this process, in microseconds. The
 * provider is ready when the client is, and closes it when it is closed.
 */
export class KnowngoodProvider implements Provider {
  readonly metadata = { name: 'Knowngood' } as const;
  readonly runsOn = 'server';
  readonly events = new OpenFeatureEventEmitter();
  private readonly client: Client;
  private readonly stops: (() => void)[] = [];

  constructor(client: Client) {
    this.client = client;
  }

  async initialize(): Promise<void> {
    // Also where this fails: a server that starts later than the service must still make the provider ready.
    let isInitializing = true;
    const { client, events } = this;
    this.stops.push(
      client.on('change', ({ revision, flags }) =>
        events.emit(ProviderEvents.ConfigurationChanged, {
          flagsChanged: flags,
          message: `Revision ${revision} decides, and these flags may answer differently`,
        }),
      ),
      client.on('stale', ({ revision }) => {
        // Without a revision there is nothing to be stale: the provider is not ready yet.
        if (revision === null) return;
        events.emit(ProviderEvents.Stale, {
          message: 'The server does not answer; the last rulebook decides',
        });
      }),
      client.on('ready', () => {
        // The SDK itself says that the provider is ready once this returns.
        if (!isInitializing) events.emit(ProviderEvents.Ready);
      }),
      client.on('error', (error) => {
        // A server that is away is told as stale: what was there before still decides.
        if (error.code === 'unauthorized' || error.code === 'invalid')
          events.emit(ProviderEvents.Error, { message: error.message });
      }),
    );
    try {
      await client.ready();
    } finally {
      isInitializing = false;
    }
  }

  async onClose(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop();
    await this.client.close();
  }

  async resolveBooleanEvaluation(flag: string, fallback: boolean, context: EvaluationContext) {
    return this.resolve<boolean>(flag, fallback, context);
  }

  async resolveStringEvaluation(flag: string, fallback: string, context: EvaluationContext) {
    return this.resolve<string>(flag, fallback, context);
  }

  async resolveNumberEvaluation(flag: string, fallback: number, context: EvaluationContext) {
    return this.resolve<number>(flag, fallback, context);
  }

  async resolveObjectEvaluation<T extends JsonValue>(flag: string, fallback: T, context: EvaluationContext) {
    return this.resolve<FlagJson>(flag, fallback, context) as ResolutionDetails<T>;
  }

  private resolve<Value extends FlagJson>(
    flag: string,
    fallback: Value,
    context: EvaluationContext,
  ): ResolutionDetails<Value> {
    const details = this.client.details(flag, toContext(context), fallback);
    const { value, reason, variant, metadata: flagMetadata, errorCode, errorMessage } = details;
    return {
      value,
      reason,
      flagMetadata,
      ...(variant === null ? {} : { variant }),
      ...(errorCode === null ? {} : { errorCode: codes[errorCode], errorMessage: errorMessage ?? '' }),
    };
  }
}

const codes: Record<NonNullable<Details<FlagJson>['errorCode']>, ErrorCode> = {
  PROVIDER_NOT_READY: ErrorCode.PROVIDER_NOT_READY,
  FLAG_NOT_FOUND: ErrorCode.FLAG_NOT_FOUND,
  TYPE_MISMATCH: ErrorCode.TYPE_MISMATCH,
  TARGETING_KEY_MISSING: ErrorCode.TARGETING_KEY_MISSING,
  INVALID_CONTEXT: ErrorCode.INVALID_CONTEXT,
  GENERAL: ErrorCode.GENERAL,
};
