import leven from 'leven';

/** The known name closest to a misspelt one. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const distances = known.map((other) => ({ other, distance: leven(name.toLowerCase(), other.toLowerCase()) }));
  const [best] = distances.sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= Math.max(1, Math.floor(name.length / 3)) ? best.other : undefined;
}

/** The end of a message about an unknown name: `, did you mean 'epochs'? (known: epochs, batchSize)`. */
export function suggestion(name: string, known: readonly string[], label = 'known'): string {
  const meant = nearest(name, known);
  return `${meant === undefined ? '' : `, did you mean '${meant}'?`} (${label}: ${known.join(', ') || 'none'})`;
}
