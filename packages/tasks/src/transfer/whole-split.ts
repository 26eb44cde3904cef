import type { PredictionBatch, TaskValues } from '@cmg/core';

/** Outputs and targets of all batches together, [N, ...] each: for measures that need a whole split at once. */
export async function wholeSplit(batches: AsyncIterable<PredictionBatch>): Promise<{ outputs: TaskValues; targets: TaskValues }> {
  const outputs: TaskValues[] = [];
  const targets: TaskValues[] = [];
  for await (const batch of batches) {
    outputs.push(batch.outputs);
    targets.push(batch.targets);
  }
  return { outputs: concatenate(outputs), targets: concatenate(targets) };
}

function concatenate(parts: readonly TaskValues[]): TaskValues {
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let offset = 0;
  for (const part of parts) {
    data.set(part.data, offset);
    offset += part.data.length;
  }
  const rows = parts.reduce((sum, { shape: [count = 0] }) => sum + count, 0);
  return { data, shape: [rows, ...(parts[0]?.shape.slice(1) ?? [])] };
}
