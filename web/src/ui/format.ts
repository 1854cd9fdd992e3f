const locale = 'en';

const plain = new Intl.NumberFormat(locale);
const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 3 });
const roughPercent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
const seconds = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const cents = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' });
const smallMoney = new Intl.NumberFormat(locale, {
  style: 'currency',
  currency: 'USD',
  maximumSignificantDigits: 2,
});

/** Shown where there is no figure. */
export const none = '–';

/** 1,234; from a hundred thousand on 123.4K. */
export const formatCount = (count: number): string =>
  count < 100_000 ? plain.format(count) : compact.format(count);

/** A share of 0 to 1, exact to the finest step of a split: 12.345%. */
export const formatShare = (share: number): string => percent.format(share);

/** A measured proportion: one decimal is enough. Never says 100% or 0% when it is not quite that. */
export function formatProportion(part: number, whole: number): string {
  if (whole === 0) return none;
  const proportion = part / whole;
  if (proportion > 0.999 && part < whole) return '>99.9%';
  if (proportion > 0 && proportion < 0.001) return '<0.1%';
  return roughPercent.format(proportion);
}

/** 0.4 ms, 312 ms, 2.1 s, 45 s. */
export function formatDuration(ms: number | null): string {
  if (ms === null) return none;
  if (ms < 1) return `${seconds.format(ms)} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${seconds.format(ms / 1_000)} s`;
  return `${seconds.format(ms / 60_000)} min`;
}

/** $12.34, $0.042, $0.00042. Null is an unknown price, which is not the same as nothing. */
export function formatCost(usd: number | null): string {
  if (usd === null) return 'unknown';
  if (usd === 0) return '$0';
  return usd >= 1 ? cents.format(usd) : smallMoney.format(usd);
}

const localTime = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const localDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
const localDate = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
const exactUtc = new Intl.DateTimeFormat(locale, {
  dateStyle: 'medium',
  timeStyle: 'medium',
  hourCycle: 'h23',
  timeZone: 'UTC',
});
const second = new Intl.DateTimeFormat(locale, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

const sameDay = (a: Date, b: Date): boolean => a.toDateString() === b.toDateString();

const dayOf = (date: Date, now: Date): string =>
  (date.getFullYear() === now.getFullYear() ? localDay : localDate).format(date);

/** 03:12 today, Nov 4, 03:12 on another day, with its year where it is not this one. */
export function formatMoment(at: string, now: Date): string {
  const date = new Date(at);
  return sameDay(date, now) ? localTime.format(date) : `${dayOf(date, now)}, ${localTime.format(date)}`;
}

/** 03:12:45 today, 4 Nov, 03:12:45 before: for lists of calls. */
export function formatSecond(at: string, now: Date): string {
  const date = new Date(at);
  return sameDay(date, now) ? second.format(date) : `${dayOf(date, now)}, ${second.format(date)}`;
}

/** Both clocks, for the hover text. */
export const formatExact = (at: string): string =>
  `${exact.format(new Date(at))} here, ${exactUtc.format(new Date(at))} UTC`;

/** "just now", "4 min ago", "3 h ago", then the moment itself. */
export function formatAgo(at: string, now: Date): string {
  const minutes = Math.floor((now.getTime() - new Date(at).getTime()) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return formatMoment(at, now);
}

/** "1 rule", "2 rules". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;
