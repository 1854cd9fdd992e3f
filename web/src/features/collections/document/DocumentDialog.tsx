import { Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../../trpc.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { formatBytes } from '../../../ui/indexes/indexWords.ts';
import { PageFailure } from '../../../ui/PageFailure.tsx';
import { When } from '../../../ui/When.tsx';
import classes from '../Collections.module.css';
import { documentState } from '../indexWords.ts';
import { metadataWords } from '../metadataWords.ts';
import type { CollectionDetail, DocumentDetail } from '../types.ts';
import { DocumentText } from './DocumentText.tsx';

interface DocumentDialogProps {
  collection: CollectionDetail;
  id: string;
  onClose: () => void;
}

/** One document: its text, and the chunks that each live index cuts it into. */
export default function DocumentDialog({ collection, id, onClose }: DocumentDialogProps) {
  const { data, error, refetch } = useQuery(
    trpc.collections.document.queryOptions({ key: collection.key, id }),
  );
  return (
    <Dialog title={data?.title || id} size="xl" onClose={onClose}>
      {error && !data && <PageFailure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={240} />}
      {data && (
        <Stack gap="md">
          <Facts collection={collection} document={data} />
          {data.body === null ? (
            <Text size="sm">
              It was removed, and its text is gone. The tombstone stays, so that a write that comes late does
              not bring it back.
            </Text>
          ) : (
            <DocumentText
              collection={collection.key}
              id={id}
              body={data.body}
              applied={data.applied}
              indexes={collection.indexes}
            />
          )}
        </Stack>
      )}
    </Dialog>
  );
}

function Facts({ collection, document }: { collection: CollectionDetail; document: DocumentDetail }) {
  const metadata = metadataWords(document.body?.metadata ?? {});
  return (
    <dl className={classes.facts}>
      <dt>Id</dt>
      <dd className={classes.mono}>{document.id}</dd>
      <dt>Written</dt>
      <dd>
        <When at={document.updatedAt} style="moment" />, {formatBytes(document.bytes)}
      </dd>
      {collection.indexes.map(({ version, label }) => (
        <div key={version} style={{ display: 'contents' }}>
          <dt>In {label}</dt>
          <dd>{documentState(document, version).words}</dd>
        </div>
      ))}
      {metadata !== '' && (
        <>
          <dt>Metadata</dt>
          <dd>{metadata}</dd>
        </>
      )}
    </dl>
  );
}
