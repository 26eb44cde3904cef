import { defineDatasetReader, perModality, Random } from '@cmg/core';
import { z } from 'zod';

const T = 4;
/** As their extractors make them. */
const SHAPES: Readonly<Record<string, readonly number[]>> = { audio: [128], text: [6], video: [7, 7, 64] };
const MODALITIES = Object.keys(SHAPES);
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
      featureShapes: SHAPES,
      extractors: {
        audio: { use: 'log-mel', options: {} },
        text: { use: 'words', options: { width: 6 } },
        video: { use: 'letters', options: {} },
      },
      length: 'pad',
      fingerprint: 'pairs',
      async read(split, modality, rows) {
        const shape = SHAPES[modality] ?? [];
        const size = shape.reduce((a, b) => a * b, 1);
        const data = new Float32Array(rows.length * T * size);
        Array.from(rows).forEach((clip, row) => {
          const noise = new Random(clip).fork(split, modality).uniforms(T * size, -0.1, 0.1);
          noise.forEach((value, i) => {
            const signal = i % size === classAt(clip, Math.floor(i / size)) + 1 ? 2 : 0;
            data[row * T * size + i] = value + signal;
          });
        });
        return { data, shape: [rows.length, T, ...shape] };
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
