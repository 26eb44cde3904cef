import { mean } from './sums.js';

type Block = number[][][];

/** Mean over all elements of the segments [B][T] that are hidden of (rebuilt - x)^2. */
export function hiddenError(rebuilt: Block, x: Block, hidden: readonly (readonly boolean[])[]): number {
  const errors = rebuilt.flatMap((clip, i) =>
    clip.flatMap((row, t) => (hidden[i]?.[t] ? row.map((value, f) => (value - (x[i]?.[t]?.[f] as number)) ** 2) : [])),
  );
  return mean(errors);
}
