/** The list with the item at `from` at `to` instead; places beyond the ends count as the ends. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const item = list[from];
  if (item === undefined) return [...list];
  const place = Math.max(0, Math.min(list.length - 1, to));
  return list.toSpliced(from, 1).toSpliced(place, 0, item);
}

/** Where a dragged item belongs: past every neighbour whose middle the pointer has crossed. Middles are in list order. */
export function placeAt(middles: readonly number[], from: number, pointer: number): number {
  let place = from;
  while (place < middles.length - 1 && pointer > (middles[place + 1] ?? Number.POSITIVE_INFINITY)) place++;
  while (place > 0 && pointer < (middles[place - 1] ?? Number.NEGATIVE_INFINITY)) place--;
  return place;
}
