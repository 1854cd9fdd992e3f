import { createFileRoute } from '@tanstack/react-router';
import { CollectionPage } from '../../../features/collections/CollectionPage.tsx';
import { readCollectionSearch } from '../../../features/collections/search.ts';

export const Route = createFileRoute('/_app/collections/$collection')({
  validateSearch: readCollectionSearch,
  component: Collection,
});

function Collection() {
  const { collection } = Route.useParams();
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <CollectionPage
      key={collection}
      collectionKey={collection}
      search={search}
      onSearch={(next) => void navigate({ search: next, replace: true })}
    />
  );
}
