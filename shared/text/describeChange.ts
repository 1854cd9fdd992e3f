import { describeCondition } from '../evaluation/describeCondition.ts';
import { shares } from '../evaluation/split.ts';
import { bucketCount } from '../model/bucketCount.ts';
import type { Flag, Rule, Serve, Variant } from '../model/flag.ts';
import { everyFlag, type Override } from '../model/override.ts';
import type { PromptVersion } from '../model/prompt.ts';
import type { ResourceKind } from '../model/resource.ts';
import type { Change } from '../model/revision.ts';
import type { Schedule } from '../model/schedule.ts';
import type { Segment } from '../model/segment.ts';
import type { Unit } from '../model/unit.ts';

/** One thing that changed, in words. `before` null: it was added; `after` null: it was taken away. */
export interface DescribedLine {
  what: string;
  before: string | null;
  after: string | null;
}

export interface DescribedChange {
  kind: ResourceKind;
  key: string;
  name: string;
  action: 'created' | 'changed' | 'deleted';
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
  return {
    kind: change.kind,
    key: change.key,
    name: nameOf(change.kind, body, labels),
    action,
    lines: difference(before, after),
  };
}

type Fact = [what: string, value: string];

function difference(before: Fact[], after: Fact[]): DescribedLine[] {
  const old = new Map(before);
  const fresh = new Map(after);
  const changed = after
    .filter(([what, value]) => old.get(what) !== value)
    .map(([what, value]) => ({ what, before: old.get(what) ?? null, after: value }));
  const gone = before
    .filter(([what]) => !fresh.has(what))
    .map(([what, value]) => ({ what, before: value, after: null }));
  return [...changed, ...gone];
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
      return (body as Flag | Segment).name;
    case 'unit':
      return (body as Unit).label;
    case 'prompt':
      return `${(body as PromptVersion).name} ${(body as PromptVersion).version}`;
    case 'schedule':
      return labels.flag((body as Schedule).flag);
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
    ['From browsers', flag.public ? 'May be evaluated with a public key' : ''],
    ['Planned end', flag.plannedEnd ?? ''],
    ...flag.prerequisites.map((one): Fact => [`Needs ${one.flag}`, `to serve ${one.variants.join(' or ')}`]),
    ...flag.variants.map((variant): Fact => [`Variant ${variant.key}`, describeVariant(variant, labels)]),
    ...flag.targets.map(
      (target): Fact => [`Individual targets of ${name(target.variant)}`, target.targetingKeys.join(', ')],
    ),
    ...flag.rules.map(
      (rule): Fact => [`Rule “${rule.name}”`, `${describeMatch(rule, labels)} → ${serves(rule.serve)}`],
    ),
    ['Order of rules', flag.rules.length > 1 ? flag.rules.map((rule) => rule.name).join(', then ') : ''],
    ['Everyone else', serves(flag.fallthrough)],
    ['While off', name(flag.offVariant)],
    ['Known good', name(flag.knownGood)],
    ['Fallback', name(flag.fallback)],
    ['Deadline', `${flag.deadlineMs} ms`],
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

function unitFacts({ label, specification }: Unit): Fact[] {
  const { provider, model, prompt, parameters, retrieval } = specification;
  return given([
    ['Label', label],
    ['Provider', provider],
    ['Model', model],
    ['Prompt', `${prompt.name} ${prompt.version}`],
    [
      'Parameters',
      Object.entries(parameters)
        .map(([key, value]) => `${key} ${value}`)
        .join(', '),
    ],
    ['Retrieval', retrieval ? `${retrieval.k} passages of ${retrieval.collection}` : ''],
  ]);
}

const promptFacts = (prompt: PromptVersion): Fact[] =>
  given([
    ['Description', prompt.description],
    ['File', prompt.path],
    ['Sections', prompt.sections.map((section) => section.role).join(', ')],
  ]);

const scheduleFacts = ({ at, set, author }: Schedule): Fact[] =>
  given([
    ['Scheduled for', at],
    ['By', author],
    ['Switch', set.on === undefined ? '' : set.on ? 'On' : 'Off'],
    ['Everyone else', set.fallthrough ? describeServe(set.fallthrough, new Map()) : ''],
  ]);

const given = (all: Fact[]): Fact[] => all.filter(([, value]) => value !== '');

function describeVariant(variant: Variant, labels: Labels): string {
  if (variant.kind === 'static')
    return `${variant.name}: fixed answer “${variant.text.slice(0, 160)}${variant.text.length > 160 ? '…' : ''}”`;
  if (variant.kind === 'value') return `${variant.name}: ${JSON.stringify(variant.value)}`;
  return `${variant.name}: ${labels.unit(variant.unit)}${variant.attemptMs === undefined ? '' : `, at most ${variant.attemptMs} ms`}`;
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
