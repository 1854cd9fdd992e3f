import { createFileRoute } from '@tanstack/react-router';
import { ComparePage } from '../../features/compare/ComparePage.tsx';

export const Route = createFileRoute('/_app/compare')({ component: ComparePage });
