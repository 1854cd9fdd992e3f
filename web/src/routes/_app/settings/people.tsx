import { createFileRoute } from '@tanstack/react-router';
import { PeoplePage } from '../../../features/settings/people/PeoplePage.tsx';

export const Route = createFileRoute('/_app/settings/people')({ component: PeoplePage });
