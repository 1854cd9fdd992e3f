import { createFileRoute } from '@tanstack/react-router';
import { UnitsPage } from '../../features/units/UnitsPage.tsx';

export const Route = createFileRoute('/_app/units')({ component: UnitsPage });
