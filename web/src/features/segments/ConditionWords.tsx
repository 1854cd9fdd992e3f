/** Conditions that must all hold, in words. */
export function ConditionWords({ conditions }: { conditions: readonly string[] }) {
  return (
    <ul style={{ margin: 0, paddingInlineStart: 18, fontSize: 'var(--mantine-font-size-sm)' }}>
      {conditions.map((condition, index) => (
        <li key={condition} style={{ overflowWrap: 'anywhere' }}>
          {condition}
          {index < conditions.length - 1 && (
            <span style={{ color: 'var(--mantine-color-dimmed)' }}> and</span>
          )}
        </li>
      ))}
    </ul>
  );
}
