import { CmgError } from '@cmg/core';
import type { Manifest } from './manifest.js';
import { readSegment } from './segment-file.js';
import { VectorTable } from './vector-table.js';

/** All vectors of a manifest, in memory, in blocks of at most `blockRows`. */
export async function readTable(folder: string, { width, segments }: Manifest, blockRows: number): Promise<VectorTable> {
  const table = new VectorTable(width, blockRows);
  for (const segment of segments) {
    const removed = new Set(segment.removed);
    await readSegment(folder, segment, width, ({ items, vectors }, first) => {
      for (const [i, item] of items.entries()) {
        const row = first + i;
        if (removed.has(row)) continue;
        if (table.address(item)) {
          throw new CmgError(`lists ${item.modality} ${item.id} twice`, { where: folder, hint: 'Rebuild the index.' });
        }
        table.set(item, vectors.subarray(i * width, (i + 1) * width), { segment: segment.number, row });
      }
    });
  }
  return table;
}
