import '@mantine/spotlight/styles.css';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { environmentState } from '../../../ui/environmentState.ts';
import { SearchIcon } from '../../../ui/icons.tsx';
import { useOverrideDialog } from '../../../ui/overrides/request.ts';
import { useMay } from '../../../ui/useSession.ts';
import { paletteActions } from './paletteActions.tsx';

const [store, palette] = createSpotlight();

/** Every page, every flag and every emergency action, by name. */
export default function Palette({ request }: { request: number }) {
  const navigate = useNavigate();
  const override = useOverrideDialog();
  const may = useMay();
  const { data } = useQuery(environmentState());
  useEffect(() => {
    if (request > 0) palette.open();
  }, [request]);
  const actions = paletteActions({
    flags: data?.flags ?? [],
    everythingOverridden: Boolean(data?.environmentOverride),
    mayOverride: may.override,
    mayLift: may.release,
    onPage: (to) => void navigate({ to }),
    onFlag: (flag) => void navigate({ to: '/flags/$flag', params: { flag } }),
    onOverride: override,
  });
  return (
    <Spotlight
      store={store}
      actions={actions}
      shortcut={null}
      highlightQuery
      limit={12}
      scrollable
      overlayProps={{ blur: 0, backgroundOpacity: 0.45 }}
      maxHeight={420}
      nothingFound="Nothing by that name. Try a page, a flag, or “kill”."
      searchProps={{
        leftSection: <SearchIcon />,
        placeholder: 'Page, flag, or what to do…',
        'aria-label': 'Search pages, flags and actions',
      }}
      attributes={{ content: { 'aria-label': 'Command palette' } }}
    />
  );
}
