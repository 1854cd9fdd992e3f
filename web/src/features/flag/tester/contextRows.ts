import { type AttributeValue, EvaluationContext } from '../../../../../shared/model/context.ts';

export type AttributeType = 'text' | 'number' | 'yes-no' | 'list';

/** One attribute as it is being typed. */
export interface ContextRow {
  id: number;
  name: string;
  type: AttributeType;
  value: string;
}

export type Parsed = { ok: true; context: EvaluationContext } | { ok: false; message: string };

function attributeOf(row: ContextRow): AttributeValue | null {
  switch (row.type) {
    case 'text':
      return row.value;
    case 'number':
      return row.value.trim() === '' || Number.isNaN(Number(row.value)) ? null : Number(row.value);
    case 'yes-no':
      return row.value === 'yes';
    case 'list':
      return row.value
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean);
  }
}

/** The context that the rows spell; rows without a name are still being typed and do not count. */
export function contextOf(targetingKey: string, rows: readonly ContextRow[]): Parsed {
  const context: Record<string, unknown> = targetingKey === '' ? {} : { targetingKey };
  for (const row of rows) {
    const name = row.name.trim();
    if (name === '') continue;
    const value = attributeOf(row);
    if (value === null) return { ok: false, message: `${name} must be a number` };
    context[name] = value;
  }
  return checked(context);
}

/** The context in a text that somebody pasted. */
export function contextFromJson(text: string): Parsed {
  try {
    return checked(JSON.parse(text));
  } catch {
    return { ok: false, message: 'This is not JSON yet' };
  }
}

function checked(value: unknown): Parsed {
  const result = EvaluationContext.safeParse(value);
  if (result.success) return { ok: true, context: result.data };
  const issue = result.error.issues[0];
  return { ok: false, message: [issue?.path.join('.'), issue?.message].filter(Boolean).join(': ') };
}

/** The rows that spell a context, so that a pasted one can be edited. */
export function rowsOf(context: EvaluationContext): ContextRow[] {
  return Object.entries(context)
    .filter(([name, value]) => name !== 'targetingKey' && value !== null && value !== undefined)
    .map(([name, value], id) => ({ id, name, ...spelled(value) }));
}

function spelled(value: unknown): { type: AttributeType; value: string } {
  if (typeof value === 'number') return { type: 'number', value: String(value) };
  if (typeof value === 'boolean') return { type: 'yes-no', value: value ? 'yes' : 'no' };
  if (Array.isArray(value)) return { type: 'list', value: value.join(', ') };
  return { type: 'text', value: String(value) };
}
