/** Reads lines "name = value": numbers, yes-or-no values and lists as what they are, everything else as text. */
export function readTesterValues(text: string): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const line of text.split('\n')) {
    const at = line.indexOf('=');
    const name = line.slice(0, at).trim();
    if (at > 0 && name !== '') values[name] = typedValue(line.slice(at + 1).trim());
  }
  return values;
}

function typedValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
