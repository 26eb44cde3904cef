import type { Head, Random, TaskValues } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import type { CodeSet } from '../codes/code-set.js';

/** Clips at a time: outputs are small. */
const BATCH = 1024;

/** The head's outputs on a whole split in inference mode, [N, ...]. */
export async function applyHead(head: Head, { clips, segments, indices }: CodeSet, random: Random): Promise<TaskValues> {
  const parts: Float32Array[] = [];
  let rowShape: number[] = [];
  for (let first = 0; first < clips; first += BATCH) {
    const rows = Math.min(BATCH, clips - first);
    const outputs = tf.tidy(() => {
      const batch = indices.subarray(first * segments, (first + rows) * segments);
      return head.apply(tf.tensor2d(batch, [rows, segments], 'int32'), { training: false, random });
    });
    rowShape = outputs.shape.slice(1);
    parts.push((await outputs.data()) as Float32Array);
    outputs.dispose();
  }
  return { data: concatenate(parts), shape: [clips, ...rowShape] };
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
