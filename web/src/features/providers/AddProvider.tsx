import { Code, List, Stack, Text } from '@mantine/core';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Panel } from '../../ui/Panel.tsx';

const file = `providers:
  azure:
    wire: openai
    baseUrl: https://example.openai.azure.com/openai/v1
    apiKey: \${AZURE_OPENAI_KEY}
  local:
    wire: openai
    baseUrl: http://127.0.0.1:11434/v1
prices:
  source: our contract
  perMillion:
    azure/gpt-4.1-mini-2025-04-14: { input: 0.4, cachedInput: 0.1, output: 1.6 }`;

/** How another provider is set up: in the server's environment, which no page can reach. */
export default function AddProvider() {
  return (
    <Panel
      title="Set up a provider"
      note="In the environment that the server starts with, so that no key reaches the database or a browser. Restart the server after it."
    >
      <Stack gap="sm">
        <List size="sm" spacing={4}>
          <List.Item>
            <Code>OPENAI_API_KEY</Code> sets up <strong>openai</strong>; <Code>OPENAI_BASE_URL</Code> points
            it at another service that speaks the same wire.
          </List.Item>
          <List.Item>
            <Code>ANTHROPIC_API_KEY</Code> sets up <strong>anthropic</strong>.
          </List.Item>
          <List.Item>
            <Code>PROVIDERS_FILE</Code> names a YAML file with any number of others, with headers, names of
            models and prices of your own:
          </List.Item>
        </List>
        <CodeBlock code={file} label="Example of a providers file" />
        <Text size="sm" c="dimmed">
          Then register a unit that names the provider, and give it a small share of a flag.
        </Text>
      </Stack>
    </Panel>
  );
}
