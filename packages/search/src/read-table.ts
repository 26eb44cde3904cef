import { CmgError } from '@cmg/core';
import type { Manifest } from './manifest.js';
import { readSegment } from './segment-file.js';
import { VectorTable } from './vector-table.js';

/** All vectors of a manifest, in memory. */
export async function readTable(folder: string, { width, segments }: Manifest): Promise<VectorTable> {
  const table = new VectorTable(width);
  for (const segment of segments) {
    const { items, vectors } = await readSegment(folder, segment, width);
    const removed = new Set(segment.removed);
    for (const [row, item] of items.entries()) {
      if (removed.has(row)) continue;
      if (table.address(item)) throw new CmgError(`lists ${item.modality} ${item.id} twice`, { where: folder, hint: 'Rebuild the index.' });
      table.set(item, vectors.subarray(row * width, (row + 1) * width), { segment: segment.number, row });
    }
  }
  return table;
}
