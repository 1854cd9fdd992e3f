import { createFileRoute } from '@tanstack/react-router';
import { MissingPage } from '../../ui/MissingPage.tsx';

export const Route = createFileRoute('/_app/$')({ component: MissingPage });
