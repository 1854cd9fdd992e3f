import { Autocomplete } from '@mantine/core';
import { useIssue } from '../../../ui/form/issues.ts';
import { useEditor } from './EditorContext.ts';

/** Which attribute sticks to a place in a split. Changing it moves people, so it says so. */
export function BucketBy({ attributes }: { attributes: readonly string[] }) {
  const { draft, base, change } = useEditor();
  const error = useIssue('bucketBy');
  return (
    <Autocomplete
      label="Split by"
      description={
        draft.bucketBy === base.bucketBy
          ? 'Everyone with the same value gets the same variant'
          : 'Changing this gives everybody a new place in every split of this flag'
      }
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      data={[...attributes]}
      limit={12}
      value={draft.bucketBy}
      error={error}
      onChange={(bucketBy) => change({ bucketBy })}
    />
  );
}
