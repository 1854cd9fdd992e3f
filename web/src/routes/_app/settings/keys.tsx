import { createFileRoute } from '@tanstack/react-router';
import { KeysPage } from '../../../features/settings/keys/KeysPage.tsx';

export const Route = createFileRoute('/_app/settings/keys')({ component: KeysPage });
