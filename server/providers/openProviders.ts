import type { Settings } from '../settings.ts';
import { anthropicProvider } from './anthropic.ts';
import { openAiProvider } from './openai.ts';
import type { Provider } from './provider.ts';
import type { ProviderSettings } from './providersFile.ts';

const openAiUrl = 'https://api.openai.com/v1';
const anthropicUrl = 'https://api.anthropic.com/v1';

/** The providers that the settings name or give keys for, and the simulator where one runs. */
export function openProviders(
  settings: Pick<Settings, 'openai' | 'anthropicApiKey' | 'providersFile'>,
  simulatorUrl: string | null,
): Map<string, Provider> {
  const { openai, anthropicApiKey, providersFile } = settings;
  const providers = new Map<string, Provider>();
  const add = (provider: Provider) => providers.set(provider.name, provider);
  if (openai)
    add(openAiProvider({ name: 'openai', apiKey: openai.apiKey, baseUrl: openai.baseUrl ?? openAiUrl }));
  if (anthropicApiKey !== null)
    add(anthropicProvider({ name: 'anthropic', apiKey: anthropicApiKey, baseUrl: anthropicUrl }));
  for (const [name, own] of Object.entries(providersFile.providers)) add(openProvider(name, own));
  if (simulatorUrl)
    add(openAiProvider({ name: 'simulator', apiKey: 'simulator', baseUrl: simulatorUrl, simulated: true }));
  return providers;
}

function openProvider(name: string, settings: ProviderSettings): Provider {
  const { headers, models } = settings;
  if (settings.wire === 'anthropic') {
    const { apiKey, baseUrl = anthropicUrl } = settings;
    return anthropicProvider({ name, apiKey, baseUrl, headers, models });
  }
  const { apiKey, baseUrl = openAiUrl } = settings;
  return openAiProvider({ name, apiKey, baseUrl, headers, models });
}
