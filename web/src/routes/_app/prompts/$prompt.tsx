import { createFileRoute } from '@tanstack/react-router';
import { PromptPage } from '../../../features/prompts/PromptPage.tsx';
import { readPromptSearch } from '../../../features/prompts/search.ts';

export const Route = createFileRoute('/_app/prompts/$prompt')({
  validateSearch: readPromptSearch,
  component: Prompt,
});

function Prompt() {
  const { prompt } = Route.useParams();
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <PromptPage
      key={prompt}
      name={prompt}
      search={search}
      onSearch={(next) => void navigate({ search: next, replace: true })}
    />
  );
}
