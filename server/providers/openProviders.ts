import type { Settings } from '../settings.ts';
import { openAiProvider } from './openai.ts';
import type { Provider } from './provider.ts';

/** The providers that the settings give credentials for, and the simulator where one runs. */
export function openProviders(
  settings: Pick<Settings, 'openai'>,
  simulatorUrl: string | null,
): Map<string, Provider> {
  const providers = new Map<string, Provider>();
  if (settings.openai) providers.set('openai', openAiProvider({ name: 'openai', ...settings.openai }));
  if (simulatorUrl)
    providers.set(
      'simulator',
      openAiProvider({ name: 'simulator', apiKey: 'simulator', baseUrl: simulatorUrl, simulated: true }),
    );
  return providers;
}
