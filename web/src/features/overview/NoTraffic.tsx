import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { rangeWords } from '../../ui/range.ts';

/** Nothing has called yet: how to make some traffic. */
export function NoTraffic({ minutes }: { minutes: number }) {
  return (
    <Panel
      title={`No calls in the ${rangeWords(minutes).toLowerCase()}`}
      note="Let the demo ask some questions, or open a flag and use “Try it” or the snippets under “Code”."
    >
      <CodeBlock code="npm run demo:traffic" label="Command that makes demo traffic" />
    </Panel>
  );
}
