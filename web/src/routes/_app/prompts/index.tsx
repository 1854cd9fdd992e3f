import { createFileRoute } from '@tanstack/react-router';
import { PromptsPage } from '../../../features/prompts/PromptsPage.tsx';

export const Route = createFileRoute('/_app/prompts/')({ component: PromptsPage });
