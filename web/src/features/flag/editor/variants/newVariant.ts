import type { Flag, JsonValue, ValueType, Variant } from '../../../../../../shared/model/flag.ts';

const blankValues: Record<ValueType, JsonValue> = { boolean: false, string: '', number: 0, json: {} };

/** A variant that still needs a name; its key follows the name until it is saved. */
export function newVariant(flag: Flag, kind: Variant['kind']): Variant {
  const taken = new Set(flag.variants.map((variant) => variant.key));
  let number = flag.variants.length + 1;
  while (taken.has(`variant-${number}`)) number++;
  const shared = { key: `variant-${number}`, name: '' };
  switch (kind) {
    case 'unit':
      return { ...shared, kind, unit: '' };
    case 'static':
      return { ...shared, kind, text: '' };
    case 'embedder':
      return { ...shared, kind, provider: '', model: '' };
    case 'local':
      return { ...shared, kind };
    case 'rules':
      return { ...shared, kind, responder: { rules: [], defaultAnswer: '' } };
    case 'value':
      return { ...shared, kind, value: blankValues[flag.valueType ?? 'json'] };
  }
}
