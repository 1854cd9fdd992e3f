import { NativeSelect, Stack, Tabs } from '@mantine/core';
import type { PromptDetail } from '../../trpc.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PromptAbout } from './PromptAbout.tsx';
import { PromptCompare } from './PromptCompare.tsx';
import { PromptPreview } from './PromptPreview.tsx';
import { PromptTemplate } from './PromptTemplate.tsx';
import { type PromptSearch, promptTabs } from './search.ts';

interface PromptDetailsProps {
  prompt: PromptDetail;
  search: PromptSearch;
  onSearch: (search: PromptSearch) => void;
}

const labels = { preview: 'Preview', template: 'Template', compare: 'Compare' };

export default function PromptDetails({ prompt, search, onSearch }: PromptDetailsProps) {
  const { name, version, versions } = prompt;
  const tab = search.tab ?? 'preview';
  const against = search.against ?? versions[versions.indexOf(version) + 1] ?? versions[0] ?? version;
  return (
    <>
      <PageHeader title={`${name} ${version}`} note={prompt.description}>
        <NativeSelect
          aria-label="Version"
          data={versions.map((one, index) => ({ value: one, label: index === 0 ? `${one} (newest)` : one }))}
          value={version}
          onChange={(event) => onSearch({ ...search, version: event.currentTarget.value })}
        />
      </PageHeader>
      <Stack gap="md">
        <PromptAbout prompt={prompt} />
        <Tabs
          value={tab}
          keepMounted={false}
          onChange={(value) => onSearch({ ...search, tab: promptTabs.find((one) => one === value) })}
        >
          <Tabs.List mb="md" aria-label="About this version">
            {promptTabs.map((one) => (
              <Tabs.Tab key={one} value={one}>
                {labels[one]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="preview">
            <PromptPreview key={`${name} ${version}`} prompt={prompt} />
          </Tabs.Panel>
          <Tabs.Panel value="template">
            <PromptTemplate prompt={prompt} />
          </Tabs.Panel>
          <Tabs.Panel value="compare">
            <PromptCompare
              prompt={prompt}
              against={against}
              onAgainst={(next) => onSearch({ ...search, against: next })}
            />
          </Tabs.Panel>
        </Tabs>
      </Stack>
    </>
  );
}
