import { createFileRoute } from '@tanstack/react-router';
import { CollectionsPage } from '../../../features/collections/CollectionsPage.tsx';

export const Route = createFileRoute('/_app/collections/')({ component: CollectionsPage });
