import { CmgError, defineExtractor } from '@cmg/core';
import { z } from 'zod';

const options = z.strictObject({
  columns: z.int().min(1).default(3).describe('numbers of a line'),
});

/** Tables of numbers, such as those of a sensor: each line of a CSV file is a segment, [columns]. A first line of words is left out. */
export const exampleExtractor = defineExtractor({
  name: 'example',
  description: 'the numbers of each line of a CSV file, [columns]',
  kind: 'file',
  options,
  open: async ({ columns }) => ({
    format: { kind: 'file' },
    featureShape: [columns],
    fingerprint: '1',
    async extract(media) {
      const lines = new TextDecoder().decode(await media.bytes()).split(/\r?\n/);
      const rows = lines.map((line) => line.split(',').map((cell) => (cell.trim() === '' ? NaN : Number(cell))));
      const start = rows[0]?.some(Number.isNaN) ? 1 : 0;
      const end = lines.at(-1)?.trim() === '' ? rows.length - 1 : rows.length;
      const used = rows.slice(start, end);
      if (used.length === 0) throw new CmgError('has no line of numbers', { where: media.path });
      used.forEach((row, i) => {
        if (row.length === columns && row.every(Number.isFinite)) return;
        throw new CmgError(`line ${start + i + 1} is not ${columns} numbers: '${lines[start + i]}'`, { where: media.path });
      });
      return Float32Array.from(used.flat());
    },
    dispose: () => undefined,
  }),
});
