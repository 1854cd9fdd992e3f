import { Button, Group, Stack } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { EditIcon } from '../../ui/icons.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useMay } from '../../ui/useSession.ts';
import { CollectionUses } from './CollectionUses.tsx';
import { DeleteCollection } from './change/DeleteCollection.tsx';
import { DeadLettersPanel } from './DeadLettersPanel.tsx';
import { DocumentsPanel } from './DocumentsPanel.tsx';
import { HowToIngest } from './HowToIngest.tsx';
import { IndexesPanel } from './IndexesPanel.tsx';
import { totalOf } from './indexWords.ts';
import { MoveButton, MovePanel } from './MovePanel.tsx';
import { SearchPanel } from './SearchPanel.tsx';
import { type CollectionSearch, withSearch } from './search.ts';
import type { CollectionDetail } from './types.ts';
import { useRefreshAfterWrites } from './useRefreshAfterWrites.ts';

const RenameDialog = lazy(() => import('./change/RenameDialog.tsx'));
const DocumentDialog = lazy(() => import('./document/DocumentDialog.tsx'));

interface CollectionDetailsProps {
  collection: CollectionDetail;
  search: CollectionSearch;
  onSearch: (search: CollectionSearch) => void;
}

export default function CollectionDetails({ collection, search, onSearch }: CollectionDetailsProps) {
  const [renaming, setRenaming] = useState(false);
  const may = useMay();
  useRefreshAfterWrites(collection);
  const { key, name, description, coverage } = collection;
  const change = (next: CollectionSearch) => onSearch(withSearch(search, next));
  const open = (document: string) => change({ document });
  const empty = coverage.every(({ documents }) => documents === 0);
  return (
    <>
      <PageHeader
        title={name}
        note={
          <>
            {description !== '' && <div>{description}</div>}
            <CollectionUses collection={collection} />
          </>
        }
      >
        <Group gap="xs">
          <MoveButton collection={collection} />
          {may.edit && (
            <>
              <DeleteCollection collection={collection} />
              <Button
                size="sm"
                variant="default"
                leftSection={<EditIcon size={15} />}
                onClick={() => setRenaming(true)}
              >
                Rename…
              </Button>
            </>
          )}
        </Group>
      </PageHeader>
      <Stack gap="md">
        {empty && (
          <Panel title="Send it documents">
            <HowToIngest collection={key} />
          </Panel>
        )}
        {collection.migration && <MovePanel collectionKey={key} migration={collection.migration} />}
        {totalOf(collection, 'dead') > 0 && <DeadLettersPanel collection={collection} onOpen={open} />}
        <SearchPanel collection={collection} search={search} onSearch={change} onOpen={open} />
        <DocumentsPanel
          key={search.ids ?? ''}
          collection={collection}
          ids={search.ids ?? ''}
          onIds={(ids) => change({ ids })}
          onOpen={open}
        />
        <IndexesPanel collection={collection} />
      </Stack>
      <Suspense>
        {renaming && <RenameDialog collection={collection} onClose={() => setRenaming(false)} />}
        {search.document !== undefined && (
          <DocumentDialog
            collection={collection}
            id={search.document}
            onClose={() => change({ document: undefined })}
          />
        )}
      </Suspense>
    </>
  );
}
