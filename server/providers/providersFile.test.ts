import { describe, expect, it } from 'vitest';
import { openProviders } from './openProviders.ts';
import { readProvidersFile } from './providersFile.ts';

const variables: Record<string, string> = { AZURE_KEY: 'azure-secret', CLAUDE_KEY: 'claude-secret' };
const read = (text: string) => readProvidersFile(text, (name) => variables[name]);

describe('the providers file', () => {
  it('names providers by their wire, with keys from the environment, and prices of one’s own', () => {
    const file = read(`
providers:
  azure:
    wire: openai
    baseUrl: https://example.openai.azure.com/openai/v1
    headers: { api-key: '\${AZURE_KEY}' }
    models: { gpt-4o-2024-08-06: my-deployment }
  vllm: { wire: openai, baseUrl: 'http://10.0.0.5:8000/v1' }
  claude: { wire: anthropic, apiKey: '\${CLAUDE_KEY}' }
prices:
  source: contract of March
  perMillion:
    azure/gpt-4o-2024-08-06: { input: 2, cachedInput: 1, output: 8 }
`);
    expect(file.providers.azure).toMatchObject({ headers: { 'api-key': 'azure-secret' }, apiKey: null });
    expect(file.providers.claude).toMatchObject({ apiKey: 'claude-secret' });
    expect(file.prices?.perMillion['azure/gpt-4o-2024-08-06']).toEqual({
      input: 2,
      cachedInput: 1,
      output: 8,
    });
    const opened = openProviders(
      { openai: null, anthropicApiKey: 'k', providersFile: file },
      'http://127.0.0.1:1/v1',
    );
    expect([...opened.keys()].toSorted()).toEqual(['anthropic', 'azure', 'claude', 'simulator', 'vllm']);
  });

  it.each([
    [
      'a variable that is not set',
      `providers: { a: { wire: openai, apiKey: '\${MISSING}' } }`,
      /not set: MISSING/,
    ],
    ['a wire that is not known', 'providers: { a: { wire: carrier-pigeon } }', /wire/],
    ['a field that is not known', 'providers: { a: { wire: openai, baseURL: "http://x" } }', /baseURL/],
    [
      'an address that is none',
      'providers: { a: { wire: openai, baseUrl: "file:///etc/passwd" } }',
      /baseUrl/,
    ],
    [
      'a price below nothing',
      'prices: { source: x, perMillion: { a/b: { input: -1, output: 1 } } }',
      /input/,
    ],
    [
      'a price without its provider',
      'prices: { source: x, perMillion: { b: { input: 1, output: 1 } } }',
      /provider and the model/,
    ],
    ['something that is not YAML', 'providers: {', /./],
  ])('is refused in words for %s', (_name, text, words) => {
    expect(() => read(text)).toThrow(words);
  });

  it('never quotes a line that it cannot read, for a key may stand in it', () => {
    const broken = 'providers:\n  a:\n    wire: openai\n    apiKey: sk-very-secret: oops\n';
    expect(() => read(broken)).toThrow(/^it is not YAML: .* at line 4/);
    expect(() => read(broken)).not.toThrow('sk-very-secret');
  });

  it('may be empty', () => {
    expect(read('')).toEqual({ providers: {}, prices: null });
  });
});
