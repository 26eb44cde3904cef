import type { NdArray, TrainingBatch } from '@cmg/core';

/** The codes of each batch, [B, T, L]; of the clips alone, if given, whose target it keeps. */
export async function* indicesOf(
  batches: AsyncIterable<TrainingBatch>,
  keep: (target: number) => boolean = () => true,
): AsyncGenerator<NdArray<Int32Array>> {
  for await (const { indices, targets } of batches) {
    const [clips = 0, ...rest] = indices.shape;
    const [codes, values] = [indices.data.length / clips, targets.data.length / clips];
    const data = indices.data.filter((_, i) => keep(targets.data[Math.floor(i / codes) * values] as number));
    yield { data, shape: [data.length / codes, ...rest] };
  }
}
