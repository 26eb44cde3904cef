/** A block of a stream: `size` bytes, or fewer at its end. */
export type Block = Uint8Array;

/**
 * Cuts a stream of bytes into blocks of `size`. A remainder counts as a block if it is at least half of one, or the only
 * one.
 */
export async function* blocksOf(chunks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Block> {
  let block = new Uint8Array(size);
  let filled = 0;
  let blocks = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      const taken = chunk.subarray(at, at + size - filled);
      block.set(taken, filled);
      filled += taken.length;
      at += taken.length;
      if (filled < size) continue;
      yield block;
      block = new Uint8Array(size);
      filled = 0;
      blocks++;
    }
  }
  if (filled > 0 && (2 * filled >= size || blocks === 0)) yield block.slice(0, filled);
}
