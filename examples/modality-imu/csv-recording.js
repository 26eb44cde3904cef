import { CmgError, defineExtractor } from '@cmg/core';
import { z } from 'zod';

const CHANNELS = 6;

/** Recordings as CSV files without a header, a line of six numbers for each sample: seconds of [6, rate]. */
export const csvRecording = defineExtractor({
  name: 'csv-recording',
  description: 'samples of each second of a CSV file, [6, rate]',
  kind: 'file',
  options: z.strictObject({ rate: z.int().min(1).default(50).describe('samples a second') }),
  open: async ({ rate }) => ({
    format: { kind: 'file' },
    featureShape: [CHANNELS, rate],
    fingerprint: '1',
    async extract({ path, bytes }) {
      const lines = new TextDecoder()
        .decode(await bytes())
        .trimEnd()
        .split(/\r?\n/);
      const samples = lines.map((line, i) => {
        const sample = line.split(',').map(Number);
        if (sample.length === CHANNELS && sample.every(Number.isFinite)) return sample;
        throw new CmgError(`line ${i + 1} is not ${CHANNELS} numbers: '${line}'`, { where: path });
      });
      const seconds = Math.floor(samples.length / rate);
      if (seconds === 0) throw new CmgError(`has ${samples.length} samples, less than a second (${rate})`, { where: path });
      const at = (second, channel, i) => samples[second * rate + i][channel];
      return Float32Array.from({ length: seconds * CHANNELS * rate }, (_, k) =>
        at(Math.floor(k / (CHANNELS * rate)), Math.floor(k / rate) % CHANNELS, k % rate),
      );
    },
    dispose: () => undefined,
  }),
});
