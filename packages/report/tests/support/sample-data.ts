import { Random } from '@cmg/core';
import { classificationMeasures, type CodeSet, splitCodeUse, type TransferResult } from '@cmg/tasks';
import type { ReportData, ReportMedia, ReportMetrics, ReportRun, ReportSeed, ReportSegments } from '../../src/index.js';

const MODALITIES = ['audio', 'video', 'text'];
const CLASSES = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const SIZE = 128;

export interface SampleOptions {
  readonly seeds?: number;
  /** 0: every modality uses its own codes; 1: all share all. */
  readonly sharing?: readonly number[];
}

/** Made-up results like those of a study: a baseline that hardly transfers, and better ones. */
export function sampleData({ seeds = 3, sharing = [0.005, 0.6, 0.95] }: SampleOptions = {}): ReportData {
  const labels = ['Baseline', '+ MM-EMA', 'Full model'];
  return {
    title: 'One vocabulary for audio, video and text',
    summary: 'Encoders of three modalities learn one codebook from unlabelled clips of spoken, shown and written digits.',
    modalities: MODALITIES,
    runs: sharing.map((amount, r) => sampleRun(labels[r] as string, amount, seeds)),
    config: 'name: digits\nseed: 0\ncodebook:\n  size: 128\n',
    environment: { backend: 'native TensorFlow 2.9.1, 2 threads', node: '20.20.2', machine: 'x64, 2 cores' },
    command: 'npm start -- --seeds 3',
  };
}

function sampleRun(label: string, sharing: number, seeds: number): ReportRun {
  return { name: label.toLowerCase(), label, seeds: Array.from({ length: seeds }, (_, seed) => sampleSeed(label, sharing, seed)) };
}

function sampleSeed(label: string, sharing: number, seed: number): ReportSeed {
  const random = new Random(seed).fork(label);
  const transfer = MODALITIES.flatMap((from) => MODALITIES.map((to) => direction(from, to, sharing, random.fork(from, to), seed)));
  const centres = Array.from({ length: 10 }, (_, i) => Array.from(random.fork('centre', i).uniforms(16, -1, 1)));
  return {
    seed,
    transfer,
    codes: splitCodeUse(MODALITIES.map((modality, m) => codeSet(modality, m, sharing, random.fork('codes', modality)))),
    embedding: Array.from({ length: SIZE }, (_, code) =>
      centres[code % 10]!.map((value, d) => value + random.fork(code, d).normal(0, 0.25)),
    ),
    segments: segments(random.fork('segments'), sharing),
    seconds: 40 + 25 * sharing + random.fork('seconds').uniform(0, 4),
    metrics: metrics(sharing, random.fork('metrics')),
  };
}

function direction(from: string, to: string, sharing: number, random: Random, seed: number): TransferResult {
  const right = from === to ? 0.96 : 0.1 + 0.85 * sharing;
  const truth = Float32Array.from({ length: 500 }, (_, i) => i % 10);
  const data = new Float32Array(5000);
  truth.forEach((label, i) => {
    const confused = random.uniform() < 0.5 ? (label + 5) % 10 : random.integer(0, 10);
    data[i * 10 + (random.uniform() < right ? label : confused)] = 1;
  });
  const measures = classificationMeasures({ data, shape: [500, 10] }, { data: truth, shape: [500] }, CLASSES);
  return {
    task: 'classification',
    from,
    to,
    reads: 'codes',
    protocol: 'heldout',
    select: 'last',
    epoch: 12,
    split: 'test',
    clips: 500,
    seed,
    classes: CLASSES,
    measures,
  };
}

/** A picture of one pixel, and a sound of none. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==';
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAgD4AAAB9AAACABAAZGF0YQAAAAA=';

/** Codes of which each stands for a class; features that lie by class, and the less is shared, by modality too. */
function segments(random: Random, sharing: number): ReportSegments {
  const points = Array.from({ length: 60 }, (_, i) => ({ modality: i % 3, label: (i % 11) - 1 }));
  const media: ReportMedia[] = [
    { kind: 'sound', wav: WAV, spectrogram: PNG },
    { kind: 'picture', png: PNG },
    { kind: 'words', before: 'the old house with', text: 'seven', after: 'small birds resting under a' },
  ];
  return {
    examples: [7, 20, 33, 46, 59, 72].map((code) => ({
      code,
      segments: media.map((one, m) => ({
        modality: MODALITIES[m]!,
        clip: 3 * code + m,
        segment: m,
        class: m === 2 ? -1 : code % 10,
        media: one,
      })),
    })),
    classes: CLASSES,
    codeClasses: Array.from({ length: SIZE }, (_, code) => CLASSES.concat('').map((_, c) => (code >= 118 ? 0 : c === code % 11 ? 40 : 2))),
    sample: {
      modalities: points.map(({ modality }) => MODALITIES[modality] as string),
      classes: points.map(({ label }) => label),
      semantic: points.map(({ modality, label }, i) =>
        Array.from(
          { length: 8 },
          (_, d) => Math.sin(label * (d + 1)) + (1 - sharing) * Math.cos(modality * (d + 2)) + random.fork(i, d).normal(0, 0.1),
        ),
      ),
    },
  };
}

function codeSet(modality: string, m: number, sharing: number, random: Random): CodeSet {
  const draw = () => {
    const code = Math.floor(118 * random.uniform() ** 1.6);
    return random.uniform() < sharing ? code : Math.floor(code / 3) * 3 + m;
  };
  return { split: 'test', modality, clips: 500, segments: 10, levels: 1, size: SIZE, indices: Int32Array.from({ length: 5000 }, draw) };
}

function metrics(sharing: number, random: Random): ReportMetrics[] {
  const names = {
    'reconstruction/audio': 0.9,
    'reconstruction/video': 1.1,
    'commitment/audio': 0.3,
    'cross-cpc/audio-video': 4.2,
    'mm-ema/matching': 2.4,
  };
  return Array.from({ length: 31 }, (_, i) => {
    const decay = Math.exp(-i / 9);
    const losses = Object.fromEntries(
      Object.entries(names)
        .filter(([name]) => sharing > 0.5 || name.startsWith('reconstruction'))
        .map(([name, start]) => [name, start * (0.25 + 0.75 * decay) * random.uniform(0.96, 1.04)]),
    );
    const total = Object.values(losses).reduce((a, b) => a + b, 0);
    const validation = {
      clips: 240,
      total: 1.1 * total,
      retrieval: { mean: 0.03 + sharing * (1 - decay), chance: 0.025 },
      codes: { used: { audio: 40 + i, video: 30 + i, text: 50 + i }, usedByAll: Math.round(sharing * i) },
    };
    return { step: 10 * (i + 1), total, losses, ...(i % 10 === 0 && { validation }) };
  });
}
