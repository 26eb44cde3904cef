import { defineDatasetReader, perModality, Random } from '@cmg/core';
import { z } from 'zod';

const T = 4;
const MODALITIES = ['audio', 'text', 'video'];
const WORDS = ['the', 'old', '<b>bold</b>', 'house'];

/** Names of classes as nobody would like them: one is markup, one is very long. */
export const CLASSES = [
  '<img src=x onerror="document.title=`hacked`">',
  'a class with a name that goes on and on and on and does not end',
  'dog',
];

/** Clips that are sounds, words and pictures of three classes; a feature is the class, and a little noise. */
export const pairs = defineDatasetReader({
  name: 'pairs',
  description: 'clips for tests of the page',
  options: z.strictObject({}),
  async open() {
    const splits = { train: 48, val: 6, test: 12 };
    const classAt = (clip: number, t: number) => (t === 0 ? -1 : clip % CLASSES.length);
    return {
      segments: T,
      classes: CLASSES,
      splits,
      featureShapes: perModality(MODALITIES, () => [6]),
      fingerprint: 'pairs',
      async read(split, modality, rows) {
        const data = Array.from(rows).flatMap((clip) =>
          Array.from({ length: T }, (_, t) => {
            const noise = new Random(clip).fork(split, modality, t);
            return Array.from({ length: 6 }, (__, f) => (f === classAt(clip, t) + 1 ? 2 : 0) + noise.fork(f).normal(0, 0.1));
          }).flat(),
        );
        return { data: Float32Array.from(data), shape: [rows.length, T, 6] };
      },
      async labels(split) {
        const clips = Array.from({ length: splits[split as keyof typeof splits] }, (_, clip) => clip);
        const segments = Int32Array.from(clips.flatMap((clip) => Array.from({ length: T }, (_, t) => classAt(clip, t))));
        return {
          clipClasses: Int32Array.from(clips, (clip) => clip % CLASSES.length),
          segmentClasses: perModality(MODALITIES, () => segments),
        };
      },
      async media(_split, modality, clip, t) {
        if (modality === 'text') return { kind: 'words', text: WORDS[t] as string };
        if (modality === 'video') return { kind: 'picture', pixels: { data: new Uint8Array(64).fill(20 * clip), shape: [8, 8, 1] } };
        return { kind: 'sound', samples: Float32Array.from({ length: 4000 }, (_, i) => Math.sin(i * (0.1 + 0.1 * t))), sampleRate: 8000 };
      },
      close: async () => undefined,
    };
  },
});
