import type { NdArray, PredictionBatch } from '@cmg/core';

/** Outputs and targets of all batches together, [N, ...] each: for measures that need a whole split at once. */
export async function wholeSplit(
  batches: AsyncIterable<PredictionBatch>,
): Promise<{ outputs: NdArray<Float32Array>; targets: NdArray<Float32Array> }> {
  const outputs: NdArray<Float32Array>[] = [];
  const targets: NdArray<Float32Array>[] = [];
  for await (const batch of batches) {
    outputs.push(batch.outputs);
    targets.push(batch.targets);
  }
  return { outputs: concatenate(outputs), targets: concatenate(targets) };
}

function concatenate(parts: readonly NdArray<Float32Array>[]): NdArray<Float32Array> {
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let offset = 0;
  for (const part of parts) {
    data.set(part.data, offset);
    offset += part.data.length;
  }
  const rows = parts.reduce((sum, { shape: [count = 0] }) => sum + count, 0);
  return { data, shape: [rows, ...(parts[0]?.shape.slice(1) ?? [])] };
}
