import type { CallResponse } from '../shared/model/call.ts';
import type { EvaluationContext } from '../shared/model/context.ts';
import type { JsonValue } from '../shared/model/flag.ts';
import type { StreamEvent } from '../shared/model/stream.ts';
import type { Client, GenerateRequest } from './client.ts';

interface CallFlagTypes {
  kind: 'call';
  variables: object;
  output: string;
  variant: string;
}

interface ValueFlagTypes {
  kind: 'value';
  value: unknown;
  variant: string;
}

/** What `npm run codegen` writes as `Flags`. */
type FlagTypes<Flags> = { [K in keyof Flags]: CallFlagTypes | ValueFlagTypes };

type CallFlag<Flags> = { [K in keyof Flags]: Flags[K] extends CallFlagTypes ? K : never }[keyof Flags];
type ValueFlag<Flags> = { [K in keyof Flags]: Flags[K] extends ValueFlagTypes ? K : never }[keyof Flags];
type ValueOf<Flag> = Flag extends ValueFlagTypes ? Flag['value'] : never;
type VariablesOf<Flag> = Flag extends CallFlagTypes ? Flag['variables'] : never;
type VariantOf<Flag> = Flag extends { variant: infer Variant } ? Variant : never;

/** A client that knows an environment's flags: a wrong key, a missing variable or a value of another type does not compile. */
export interface TypedClient<Flags extends FlagTypes<Flags>> {
  /** A value flag's value for somebody; the fallback where it cannot be decided. */
  value<K extends ValueFlag<Flags> & string>(
    flag: K,
    context: EvaluationContext,
    fallback: ValueOf<Flags[K]>,
  ): ValueOf<Flags[K]>;
  /** The variant that somebody gets; null before there is a configuration. */
  variant<K extends keyof Flags & string>(flag: K, context: EvaluationContext): VariantOf<Flags[K]> | null;
  /** An AI call with the variables that the flag's prompts take. Throws as `Client.generate` does. */
  call<K extends CallFlag<Flags> & string>(
    flag: K,
    variables: VariablesOf<Flags[K]>,
    rest?: Omit<GenerateRequest, 'flag' | 'variables' | 'input'>,
  ): Promise<CallResponse>;
  /** The same as a stream. Throws as `Client.stream` does. */
  stream<K extends CallFlag<Flags> & string>(
    flag: K,
    variables: VariablesOf<Flags[K]>,
    rest?: Omit<GenerateRequest, 'flag' | 'variables' | 'input'>,
  ): AsyncIterable<StreamEvent>;
}

/** Gives a client the types that `npm run codegen` wrote: `typed<Flags>(createClient(...))`. */
export function typed<Flags extends FlagTypes<Flags>>(client: Client): TypedClient<Flags> {
  return {
    value: (flag, context, fallback) =>
      client.details(flag, context, fallback as JsonValue).value as typeof fallback,
    variant: (flag, context) => (client.evaluate(flag, context)?.variant ?? null) as never,
    call: (flag, variables, rest = {}) =>
      client.generate({ ...rest, flag, variables: variables as Record<string, unknown> }),
    stream: (flag, variables, rest = {}) =>
      client.stream({ ...rest, flag, variables: variables as Record<string, unknown> }),
  };
}
