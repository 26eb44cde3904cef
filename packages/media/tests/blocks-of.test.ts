import fc from 'fast-check';
import { blocksOf } from '../src/decode/blocks-of.js';
import { collect } from './support/collect.js';

async function* chunksOf(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    yield bytes.subarray(from, Math.min(cut, bytes.length));
    from = Math.min(cut, bytes.length);
  }
  yield bytes.subarray(from);
}

const lengths = async (bytes: number, size: number) =>
  (await collect(blocksOf(chunksOf(new Uint8Array(bytes), [3, 7]), size))).map((block) => block.length);

describe('blocksOf', () => {
  it('cuts a stream into blocks, whatever its chunks are', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 60 }),
        fc.array(fc.nat(60)),
        fc.integer({ min: 1, max: 9 }),
        async (bytes, cuts, size) => {
          const blocks = await collect(blocksOf(chunksOf(bytes, cuts), size));
          const rest = bytes.length % size;
          const dropped = rest > 0 && 2 * rest < size && bytes.length > size ? rest : 0;
          expect(blocks.flatMap((block) => [...block])).toEqual([...bytes.subarray(0, bytes.length - dropped)]);
          expect(blocks.slice(0, -1).every((block) => block.length === size)).toBe(true);
        },
      ),
    ));

  it.each([
    [8, 4, [4, 4]],
    [10, 4, [4, 4, 2]],
    [9, 4, [4, 4]],
    [1, 4, [1]],
    [0, 4, []],
  ])('makes of %i bytes, in blocks of %i, blocks of %j', async (bytes, size, expected) => {
    expect(await lengths(bytes, size)).toEqual(expected);
  });
});
