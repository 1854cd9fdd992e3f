const two = (part: number): string => String(part).padStart(2, '0');

/** An ISO moment as the browser's date and time field takes it, in local time: 2026-11-21T04:30, with seconds where there are some. */
export function toLocal(iso: string): string {
  const date = new Date(iso);
  if (iso === '' || Number.isNaN(date.getTime())) return '';
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const seconds = date.getSeconds() === 0 ? '' : `:${two(date.getSeconds())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}${seconds}`;
}

/** The other way: local time to ISO in UTC. Empty for anything that is no time. */
export function fromLocal(text: string): string {
  const date = new Date(text);
  return text === '' || Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
