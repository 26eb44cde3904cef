import leven from 'leven';

/** The known name that a misspelt or shortened one means: the closest, otherwise one that it abbreviates. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const distances = known.map((other) => ({ other, distance: leven(name.toLowerCase(), other.toLowerCase()) }));
  const [best] = distances.sort((a, b) => a.distance - b.distance);
  if (best !== undefined && best.distance <= Math.max(1, Math.floor(name.length / 3))) return best.other;
  return known.find((other) => abbreviates(name.toLowerCase(), other.toLowerCase()));
}

/** `img` is short for `image`: the same beginning, then some of its letters in their order. */
function abbreviates(name: string, other: string): boolean {
  if (name.length < 3 || name[0] !== other[0]) return false;
  let at = 0;
  for (const letter of other) if (letter === name[at]) at++;
  return at === name.length;
}

/** The end of a message about an unknown name: `, did you mean 'epochs'? (known: epochs, batchSize)`. */
export function suggestion(name: string, known: readonly string[], label = 'known'): string {
  const meant = nearest(name, known);
  return `${meant === undefined ? '' : `, did you mean '${meant}'?`} (${label}: ${known.join(', ') || 'none'})`;
}
