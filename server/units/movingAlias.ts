/** Bare names that their provider documents as moving to newer snapshots. A server of one's own names models as it likes. */
const movingAliases: Record<string, { alias: RegExp; pinned: RegExp; like: string }> = {
  openai: {
    alias: /^(gpt-[345]|o[134]|chatgpt-|codex-|computer-use)/,
    pinned: /-(\d{4}-\d{2}-\d{2}|\d{4})$/,
    like: 'gpt-4.1-mini-2025-04-14',
  },
  anthropic: {
    // From 4.6 on, names without a date are snapshots of their own.
    alias: /^claude-(3(-[57])?-(opus|sonnet|haiku)|(opus|sonnet|haiku)-4(-[015])?)(?!-\d{1,2}$)/,
    pinned: /-\d{8}$/,
    like: 'claude-sonnet-4-5-20250929',
  },
};

/** Why a model's name cannot be pinned on this provider; null where it can. */
export function whyItMoves(provider: string, model: string): string | null {
  const known = Object.hasOwn(movingAliases, provider) ? movingAliases[provider] : undefined;
  if (!known?.alias.test(model) || known.pinned.test(model)) return null;
  return `"${model}" is an alias that ${provider} moves to newer snapshots. Name the snapshot itself, such as ${known.like}, so that the unit always means the same model`;
}
