import canonicalize from 'canonicalize';
import { describeCondition } from '../evaluation/describeCondition.ts';
import { shares } from '../evaluation/split.ts';
import { type ApprovalPolicy, type Approver, ChangeClass } from '../model/approvalPolicy.ts';
import { bucketCount } from '../model/bucketCount.ts';
import type { Collection } from '../model/collection.ts';
import type { Flag, Rule, Serve, Variant } from '../model/flag.ts';
import { everyFlag, type Override } from '../model/override.ts';
import type { PromptVersion } from '../model/prompt.ts';
import type { ResourceKind } from '../model/resource.ts';
import type { Change } from '../model/revision.ts';
import type { Schedule } from '../model/schedule.ts';
import type { Segment } from '../model/segment.ts';
import type { Unit } from '../model/unit.ts';
import { describeResponder } from '../responder/describeResponder.ts';
import { describeUnit } from './describeUnit.ts';
import { type DescribedLine, difference, type Fact, given } from './difference.ts';

export type { DescribedLine } from './difference.ts';

export interface DescribedChange {
  kind: ResourceKind;
  key: string;
  name: string;
  action: 'created' | 'changed' | 'deleted';
  /** What was done with a collection's move to another index, where it is that. */
  act: string | null;
  lines: DescribedLine[];
}

/** What people need to read a change: the labels of units and segments that it names. */
export interface Labels {
  unit(id: string): string;
  segment(key: string): string;
  flag(key: string): string;
}

/** A change in words: rule by rule, never raw JSON. */
export function describeChange(change: Change, labels: Labels): DescribedChange {
  const body = change.after ?? change.before;
  const before = change.before === null ? [] : facts(change.kind, change.before, labels);
  const after = change.after === null ? [] : facts(change.kind, change.after, labels);
  const action = change.before === null ? 'created' : change.after === null ? 'deleted' : 'changed';
  const moved =
    change.kind === 'flag' && action === 'changed'
      ? movedBuckets(change.before as Flag, change.after as Flag)
      : [];
  const lines = [...difference(before, after), ...moved];
  return {
    kind: change.kind,
    key: change.key,
    name: nameOf(change.kind, body, labels),
    action,
    act: null,
    lines: action === 'changed' && lines.length === 0 ? otherFields(change.before, change.after) : lines,
  };
}

/** The names of settings that are not the same, where nothing more readable can be said about them. */
function otherFields(before: unknown, after: unknown): DescribedLine[] {
  const [old, fresh] = [Object(before), Object(after)] as Record<string, unknown>[];
  const fields = [...new Set([...Object.keys(old ?? {}), ...Object.keys(fresh ?? {})])].filter(
    (field) => canonicalize(old?.[field]) !== canonicalize(fresh?.[field]),
  );
  return fields.length === 0
    ? []
    : [{ what: 'Other settings', before: null, after: `changed: ${fields.join(', ')}` }];
}

function facts(kind: ResourceKind, body: unknown, labels: Labels): Fact[] {
  switch (kind) {
    case 'flag':
      return flagFacts(body as Flag, labels);
    case 'segment':
      return segmentFacts(body as Segment);
    case 'unit':
      return unitFacts(body as Unit);
    case 'prompt':
      return promptFacts(body as PromptVersion);
    case 'schedule':
      return scheduleFacts(body as Schedule);
    case 'policy':
      return policyFacts(body as ApprovalPolicy);
    case 'collection':
      // Told by describeCollection, which the editor of flags need not load.
      return [];
    case 'override':
      return [
        [
          'Override',
          (body as Override).mode === 'kill' ? 'Killed: the static fallback answers' : 'Known good answers',
        ],
      ];
  }
}

function nameOf(kind: ResourceKind, body: unknown, labels: Labels): string {
  switch (kind) {
    case 'flag':
    case 'segment':
    case 'collection':
      return (body as Flag | Segment | Collection).name;
    case 'unit':
      return (body as Unit).label;
    case 'prompt':
      return `${(body as PromptVersion).name} ${(body as PromptVersion).version}`;
    case 'schedule':
      return labels.flag((body as Schedule).flag);
    case 'policy':
      return 'Who must approve what';
    case 'override':
      return (body as Override).target === everyFlag
        ? 'the whole environment'
        : labels.flag((body as Override).target);
  }
}

function flagFacts(flag: Flag, labels: Labels): Fact[] {
  const names = new Map(flag.variants.map((variant) => [variant.key, variant.name]));
  const name = (variant: string) => names.get(variant) ?? variant;
  const serves = (serve: Serve) => describeServe(serve, names);
  return given([
    ['Name', flag.name],
    ['Description', flag.description],
    ['Owner', flag.owner],
    ['Tags', flag.tags.join(', ')],
    ['Switch', flag.on ? 'On' : 'Off'],
    ['Values', flag.valueType ?? ''],
    ['From browsers', flag.public ? 'May be evaluated with a public key' : ''],
    ['Planned end', flag.plannedEnd ?? ''],
    ...flag.prerequisites.map((one): Fact => [`Needs ${one.flag}`, `to serve ${one.variants.join(' or ')}`]),
    ...flag.variants.map((variant): Fact => [`Variant ${variant.key}`, describeVariant(variant, labels)]),
    ...flag.targets.map(
      (target): Fact => [`Individual targets of ${name(target.variant)}`, target.targetingKeys.join(', ')],
    ),
    ...flag.rules.map(
      (rule): Fact => [
        `Rule “${rule.name}”`,
        `${describeMatch(rule, labels)} → ${serves(rule.serve)}${describeWindow(rule)}`,
      ],
    ),
    ['Order of rules', flag.rules.length > 1 ? flag.rules.map((rule) => rule.name).join(', then ') : ''],
    ['Everyone else', serves(flag.fallthrough)],
    ['While off', name(flag.offVariant)],
    ['Known good', name(flag.knownGood)],
    ['Fallback', name(flag.fallback)],
    ['Deadline', `${flag.deadlineMs} ms`],
    ['Longest output', flag.maxOutputCharacters ? `${flag.maxOutputCharacters} characters` : ''],
    ['System messages of callers', flag.allowSystemMessages ? 'Taken' : ''],
    ['Budget a day', describeBudget(flag.budget, name)],
    ['Conversations on a rollback', flag.onRollback === 'restart' ? 'start over' : (flag.onRollback ?? '')],
    ['Split by', flag.bucketBy],
    ['Cohort salt', flag.salt],
  ]);
}

const segmentFacts = (segment: Segment): Fact[] =>
  given([
    ['Name', segment.name],
    ['Description', segment.description],
    ...segment.conditions.map(
      (condition): Fact => [
        `Condition on ${'segment' in condition ? condition.segment : condition.attribute} (${condition.operator})`,
        describeCondition(condition),
      ],
    ),
  ]);

const unitFacts = ({ label, specification, retiredAt }: Unit): Fact[] =>
  given([
    ['Label', label],
    ...describeUnit(specification).map(({ what, value }): Fact => [what, value]),
    ['Retired', retiredAt ?? ''],
  ]);

const promptFacts = (prompt: PromptVersion): Fact[] =>
  given([
    ['Description', prompt.description],
    ['File', prompt.path],
    ['Sections', prompt.sections.map((section) => section.role).join(', ')],
    ...prompt.sections.map(
      (section): Fact => [`Text for ${section.role}`, 'template' in section ? section.template : ''],
    ),
  ]);

const scheduleFacts = ({ at, set, author, reason }: Schedule): Fact[] =>
  given([
    ['Scheduled for', at],
    ['By', author],
    ['Reason', reason],
    ['Switch', set.on === undefined ? '' : set.on ? 'On' : 'Off'],
    ['Everyone else', set.fallthrough ? describeServe(set.fallthrough, new Map()) : ''],
  ]);

const classWords: Record<ChangeClass, string> = {
  targeting: 'Flags and their targeting',
  segments: 'Segments',
  rollout: 'Starting a rollout',
  cutover: 'Cutovers',
  keys: 'API keys',
  settings: 'Who must approve what',
};

const approverWords: Record<Approver, string> = {
  nobody: 'no approval',
  'second-person': 'any second person',
  'release-manager': 'a release manager',
  admin: 'an admin',
};

const policyFacts = (policy: ApprovalPolicy): Fact[] =>
  ChangeClass.options.map((one): Fact => [classWords[one], approverWords[policy[one]]]);

function describeVariant(variant: Variant, labels: Labels): string {
  if (variant.kind === 'static') return `${variant.name}: fixed answer “${variant.text}”`;
  if (variant.kind === 'value') return `${variant.name}: ${JSON.stringify(variant.value)}`;
  if (variant.kind === 'embedder')
    return `${variant.name}: vectors of ${variant.model} by ${variant.provider}${variant.dimensions === undefined ? '' : `, ${variant.dimensions} dimensions`}`;
  if (variant.kind === 'local') return `${variant.name}: the product's own function`;
  if (variant.kind === 'rules') return `${variant.name}: ${describeResponder(variant.responder).join('; ')}`;
  const clocks = clockWords.flatMap(([clock, words]) =>
    variant[clock] === undefined ? [] : [`${words} ${variant[clock]} ms`],
  );
  return [`${variant.name}: ${labels.unit(variant.unit)}`, ...clocks].join(', ');
}

const clockWords = [
  ['attemptMs', 'one try at most'],
  ['firstTokenMs', 'first content within'],
  ['betweenTokensMs', 'silence at most'],
  ['totalMs', 'in all at most'],
  ['guardrailMs', 'latency guardrail'],
] as const;

/** When a rule holds, where it does not always. */
function describeWindow({ window }: Rule): string {
  const from = window?.from === undefined ? '' : `, from ${window.from}`;
  return `${from}${window?.until === undefined ? '' : `, until ${window.until}`}`;
}

/** Splits whose shares stay as they are, and which serve other people all the same. */
function movedBuckets(before: Flag, after: Flag): DescribedLine[] {
  const names = new Map(after.variants.map((variant) => [variant.key, variant.name]));
  const pairs: [string, Serve | undefined, Serve][] = [
    ['everyone else', before.fallthrough, after.fallthrough],
    ...after.rules.map((rule): [string, Serve | undefined, Serve] => [
      `rule “${rule.name}”`,
      before.rules.find(({ id }) => id === rule.id)?.serve,
      rule.serve,
    ]),
  ];
  return pairs.flatMap(([who, old, fresh]) =>
    old && describeServe(old, names) === describeServe(fresh, names)
      ? difference(
          [[`Buckets of ${who}`, placesOf(old, names)]],
          [[`Buckets of ${who}`, placesOf(fresh, names)]],
        )
      : [],
  );
}

/** Where in the buckets each variant stands. */
function placesOf(serve: Serve, names: ReadonlyMap<string, string>): string {
  if (serve.kind === 'variant') return names.get(serve.variant) ?? serve.variant;
  const { ranges, origin } = serve.split;
  const places = ranges.map(
    ({ start, end, variant }) => `${start}–${end - 1} ${names.get(variant) ?? variant}`,
  );
  return `${places.join(', ')}, growing from ${origin}`;
}

function describeBudget(budget: Flag['budget'], name: (variant: string) => string): string {
  if (!budget) return '';
  const parts = [
    budget.warnUsd === undefined ? '' : `warns from $${budget.warnUsd}`,
    budget.fallBackUsd === undefined
      ? ''
      : `falls back to ${name(budget.fallBackTo ?? '')} from $${budget.fallBackUsd}`,
    budget.refuseUsd === undefined ? '' : `refuses from $${budget.refuseUsd}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function describeMatch(rule: Rule, labels: Labels): string {
  return rule.match.kind === 'segment'
    ? `anyone in ${labels.segment(rule.match.segment)}`
    : rule.match.conditions.map(describeCondition).join(' and ');
}

/** What a rule serves, in words, with exact shares in the order of the flag's variants. */
export function describeServe(serve: Serve, names: ReadonlyMap<string, string>): string {
  if (serve.kind === 'variant') return names.get(serve.variant) ?? serve.variant;
  const owned = shares(serve.split);
  const order = [...names.keys(), ...owned.keys()].filter(
    (variant, index, all) => all.indexOf(variant) === index,
  );
  return order
    .flatMap((variant) =>
      owned.has(variant) ? [`${percent(owned.get(variant) ?? 0)} ${names.get(variant) ?? variant}`] : [],
    )
    .join(', ');
}

const percent = (buckets: number): string => `${Number(((buckets / bucketCount) * 100).toFixed(3))}%`;
