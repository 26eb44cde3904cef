import { CmgError, describeSegments, type Extractor } from '@cmg/core';
import type { OpenExtractor } from '../../src/index.js';
import { z } from 'zod';

const audioOptions = z.strictObject({ gain: z.number().default(1).describe('factor') });

/** The loudest sample of each second, twice. */
export const loudest: Extractor<z.infer<typeof audioOptions>, 'audio'> = {
  name: 'loudest',
  description: 'loudest sample',
  kind: 'audio',
  options: audioOptions,
  open: async ({ gain }) => ({
    format: { kind: 'audio', sampleRate: 16000 },
    featureShape: [2],
    fingerprint: '1',
    extract: ({ segments }) =>
      describeSegments(segments, (samples) => new Float32Array(2).fill(gain * samples.reduce((a, b) => Math.max(a, b), 0))),
    dispose: () => undefined,
  }),
};

/** Lengths of the words of a text, noting capitals; the text `bug` makes it fail as no extractor should, `usage` as where options are wrong. */
const wordLengths: Extractor<Record<string, never>, 'text'> = {
  name: 'word-lengths',
  description: 'lengths of words',
  kind: 'text',
  options: z.strictObject({}),
  open: async () => ({
    format: { kind: 'text' },
    featureShape: [1],
    fingerprint: '1',
    extract: async ({ text }, onNote) => {
      for (const word of text.split(' ')) if (/[A-Z]/.test(word)) onNote?.(`'${word}' has capitals`);
      if (text === 'bug') throw new TypeError('a bug');
      if (text === 'usage') throw new CmgError('wrong option', { kind: 'usage' });
      return Float32Array.from(text.split(' '), (word) => word.length);
    },
    dispose: () => undefined,
  }),
};

/** Mean of each line of a file of numbers, one line a second, and where the clip's event is: an extractor that decodes by itself. */
export const lineMeans: Extractor<Record<string, never>, 'file'> = {
  name: 'line-means',
  description: 'means of the lines of a table',
  kind: 'file',
  options: z.strictObject({}),
  open: async () => ({
    format: { kind: 'file' },
    featureShape: [3],
    fingerprint: '1',
    extract: async ({ bytes, onset, offset }) => {
      const lines = Buffer.from(await bytes())
        .toString()
        .trim()
        .split('\n');
      const meanOf = (cells: number[]) => cells.reduce((a, b) => a + b, 0) / cells.length;
      return Float32Array.from(lines.flatMap((line) => [meanOf(line.split(',').map(Number)), onset, Math.min(offset, 99)]));
    },
    dispose: () => undefined,
  }),
};

/** The first two, opened. */
export async function openFakes(gain = 1): Promise<{ audio: OpenExtractor; text: OpenExtractor }> {
  return {
    audio: { use: 'loudest', options: { gain }, session: await loudest.open({ gain }) },
    text: { use: 'word-lengths', options: {}, session: await wordLengths.open({}) },
  };
}
