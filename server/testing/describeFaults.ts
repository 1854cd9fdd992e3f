import type { Fate, Fault } from './faultMatrix.ts';

/** The fault matrix as a page of the documentation. */
export function describeFaults(faults: readonly Fault[]): string {
  const rows = faults.map(
    ({ name, unary, stream }) =>
      `| ${name} | ${cell(unary)} | ${cell(stream)} | ${handling(unary ?? stream)} |`,
  );
  return `# What happens when a model fails

This page is written from the table that the tests hold the pipe to: every row is run over real sockets against an
upstream that does what the row says, in one piece and streamed (\`server/calls/faults.test.ts\`). In every row the caller has an
answer inside the flag's deadline, one record says what happened, and no connection stays open.

**Known good** means that the known-good unit answers this one request; the record keeps the assigned variant and why it
did not answer. Where known good cannot answer either, the flag's static answer does. **Told in-band** means that part of the answer had
reached the caller: the stream ends with an error event and without \`[DONE]\`, the outcome is \`incomplete\`, and nothing is
ever patched up from another model.

| The upstream | An answer in one piece | A stream | In one piece it is |
| --- | --- | --- | --- |
${rows.join('\n')}

A caller who leaves is not a fault of the upstream: its request is ended at once, in every phase and between two tries, and
the outcome is \`cancelled\`, with the tokens known so far. A caller who stops reading a stream is cut at the deadline
(\`slow-reader\`), and the upstream is not blamed.

**Retried** means up to three tries of the same unit, with pauses that grow at random, inside the time that the unit has; a
provider's own wish (Retry-After) is kept where it fits. All retries of a provider together are at most a tenth of its calls.

**Counts** means that the circuit breaker of that environment, provider and model counts a failure: at five in thirty seconds that are half of all
results, and of the calls under way, or more it opens, and calls go to known good at once, without waiting. After five seconds one call is let through to see;
each failure doubles that wait, up to a minute.
`;
}

function cell(fate: Fate | null): string {
  if (!fate) return 'does not occur';
  if (fate.what === 'whole') return 'the answer';
  return `${fate.what === 'good' ? 'known good' : 'told in-band'} (\`${fate.reason}\`)`;
}

function handling(fate: Fate | null): string {
  if (!fate || fate.what === 'whole') return '';
  const parts = [fate.tries > 1 ? 'retried' : 'not retried', fate.counts ? 'counts' : 'does not count'];
  return parts.join(', ');
}
