/** A block of a stream: `size` bytes, or fewer at its end. */
export type Block = Uint8Array;

/** Whether what remains of a stream after `before` blocks of `size` counts as one more: if it is at least half of one, or all there is. */
export const isBlock = (rest: number, size: number, before: number): boolean => rest > 0 && (2 * rest >= size || before === 0);

/** Cuts a stream of bytes into blocks of `size`; for the remainder see {@link isBlock}. */
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
  if (isBlock(filled, size, blocks)) yield block.slice(0, filled);
}
