import { inMemory, Random, type Task } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import {
  availableModalities,
  cacheCodes,
  classification,
  type ClassificationOptions,
  openSet,
  transfer,
  type TransferRequest,
  wholeSplit,
} from '../src/index.js';
import { type FakeData, fakeData } from './support/fake-cache.js';

const CLASSES = ['bell', 'dog', 'rain', 'train'];
const labels = (clips: number, seed: number) =>
  Array.from({ length: clips }, (_, i) => new Random(seed).fork(i).integer(0, CLASSES.length));
const LABELS = { train: labels(200, 1), val: labels(50, 3), test: labels(120, 2) };
const OPTIONS = classification.options.parse({ epochs: 8, batchSize: 32, learningRate: 3e-2, hidden: 16 });

/** Audio and video use the same 3 codes for a class; what text uses says nothing about it. */
function code(modality: string, split: keyof typeof LABELS, clip: number, segment: number): number {
  const random = new Random(5).fork(modality, split, clip, segment);
  return modality === 'text' ? random.integer(0, 12) : (LABELS[split][clip] as number) * 3 + random.integer(0, 3);
}

let fake: FakeData;
beforeEach(() => {
  fake = fakeData({ classes: CLASSES, size: 12, segments: 4, modalities: ['audio', 'video', 'text'], labels: LABELS, code: code as never });
});
afterEach(() => fake.dispose());

const run = (more: Partial<TransferRequest<ClassificationOptions>> = {}) =>
  transfer({ cache: cacheCodes(fake), task: classification, options: OPTIONS, from: 'audio', seed: 7, ...more });
const accuracy = (results: Awaited<ReturnType<typeof run>>) => results.map(({ measures }) => measures.scores['accuracy'] as number);

test('a head trained on one modality works on another that shares its codes, and not on one that does not', async () => {
  const results = await run();
  expect(results.map(({ to }) => to)).toEqual(['audio', 'video', 'text']);
  const [audio, video, text] = accuracy(results) as [number, number, number];
  expect(audio).toBeGreaterThan(98);
  expect(video).toBeGreaterThan(98);
  expect(text).toBeLessThan(45);
  expect(results[0]).toMatchObject({ task: 'classification', from: 'audio', protocol: 'heldout', split: 'test', clips: 120, seed: 7 });
  expect(results[0]?.measures.chance).toBe(25);
});

describe('what the head reads', () => {
  /** Codes that tell nothing: z is what they would tell. */
  const blind = () => {
    const { encoder } = fake;
    const encode = (modality: string, x: tf.Tensor) => {
      const { codes, indices } = encoder.encode(modality, x);
      return { semantic: codes, indices: indices.mul(0) as tf.Tensor3D, codes: codes.mul(0) as tf.Tensor3D };
    };
    return cacheCodes({ ...fake, encoder: { ...encoder, encode } });
  };

  test.each([
    ['codes', 45],
    ['semantic', 100],
    ['both', 100],
  ] as const)('%s', async (reads, most) => {
    const results = await run({ cache: blind(), options: { ...OPTIONS, reads }, to: ['audio', 'video'] });
    expect(results.map((result) => [result.task, result.reads])).toEqual(results.map(() => ['classification', reads]));
    for (const score of accuracy(results)) {
      expect(score).toBeGreaterThan(most === 100 ? 98 : 10);
      expect(score).toBeLessThanOrEqual(most);
    }
  });

  test.each([
    ['by maxima', classification, { pool: 'max' }],
    ['open-set', openSet, {}],
  ] as const)('z, %s', async (_, task, more) => {
    const options = task.options.parse({ ...OPTIONS, ...more, reads: 'semantic' });
    const [video] = await run({ cache: blind(), task: task, options, to: ['video'] });
    expect(video?.measures.scores[video.measures.primary]).toBeGreaterThan(90);
  });
});

test('official measures on the training split', async () => {
  const results = await run({ options: { ...OPTIONS, protocol: 'official' }, to: ['video'] });
  expect(results).toHaveLength(1);
  expect(results[0]).toMatchObject({ to: 'video', protocol: 'official', split: 'train', clips: 200 });
});

/** A head without learning: after n epochs its score on a split is the n-th of those given. */
function scripted(scores: Readonly<Record<string, readonly number[]>>): Task<ClassificationOptions> {
  return {
    ...classification,
    targets: async (options, source) => {
      const targets = await classification.targets(options, source);
      const mark = Object.keys(scores).indexOf(`${source.split}/${source.modality}`);
      return inMemory({ data: new Float32Array(targets.clips).fill(mark), shape: [targets.clips] });
    },
    createHead: (_, { parameters }) => {
      const steps = parameters.variable('steps', [], () => Float32Array.of(0));
      return {
        apply: (indices) => indices.slice([0, 0], [-1, 1]).toFloat().mul(0).add(steps),
        // Adam moves by the learning rate a step; one batch is an epoch.
        loss: (outputs) => outputs.mean().neg() as tf.Scalar,
        async measure(batches) {
          const { outputs, targets } = await wholeSplit(batches);
          const score = Object.values(scores)[targets.data[0]!]![Math.round(outputs.data[0]!) - 1]!;
          return { primary: 'score', scores: { score }, chance: 0 };
        },
      };
    },
  };
}

describe('which epoch counts', () => {
  const scores = { 'test/audio': [1, 2, 3], 'test/video': [5, 9, 7], 'val/audio': [8, 6, 4], 'test/text': [4, 4, 4] };
  const select = async (choice: ClassificationOptions['select']) => {
    const options = { ...OPTIONS, epochs: 3, batchSize: 200, learningRate: 1, select: choice };
    const results = await run({ task: scripted(scores), options });
    return results.map(({ to, epoch, measures }) => [to, epoch, measures.scores['score']]);
  };

  test('the last, by default', async () => {
    expect(OPTIONS.select).toBe('last');
    expect(await select('last')).toEqual([
      ['audio', 3, 3],
      ['video', 3, 7],
      ['text', 3, 4],
    ]);
  });

  test('the best on the validation split of the labelled modality: its parameters are measured', async () => {
    expect(await select('best-validation')).toEqual([
      ['audio', 1, 1],
      ['video', 1, 5],
      ['text', 1, 4],
    ]);
  });

  test('the first of equal ones', async () => {
    const equal = { ...scores, 'val/audio': [8, 6, 8] };
    const options = { ...OPTIONS, epochs: 3, batchSize: 200, learningRate: 1, select: 'best-validation' as const };
    const results = await run({ task: scripted(equal), options });
    expect(results.map(({ epoch, measures }) => [epoch, measures.scores['score']])).toEqual([
      [1, 1],
      [1, 5],
      [1, 4],
    ]);
  });

  test('as published, the best on the measured clips, for each modality its own; the first of equal ones', async () => {
    expect(await select('best-measured')).toEqual([
      ['audio', 3, 3],
      ['video', 2, 9],
      ['text', 1, 4],
    ]);
  });

  test('a head without one best epoch cannot be kept', async () => {
    const keep = run({ options: { ...OPTIONS, select: 'best-measured' }, onTrained: async () => undefined });
    await expect(keep).rejects.toThrow('cannot be kept');
  });
});

describe('where each modality has splits of its own', () => {
  const options = { ...OPTIONS, trainSplit: { audio: 'train', video: 'val' }, testSplit: { audio: 'val', video: 'test', text: 'none' } };

  test('a head is trained and measured on those of its modality', async () => {
    const cache = cacheCodes({ ...fake, dataset: { ...fake.dataset, splitModalities: { none: ['audio'] } } });
    expect(availableModalities(cache, options)).toEqual({ from: ['audio', 'video'], to: ['audio', 'video'] });
    const results = await run({ cache, options });
    expect(results.map(({ to, split, clips }) => [to, split, clips])).toEqual([
      ['audio', 'val', 50],
      ['video', 'test', 120],
    ]);
    expect(fake.reads.map((read) => read.split(':')[0])).toEqual(['train/audio', 'val/audio', 'test/video']);
  });

  test('a modality without one is refused', async () => {
    await expect(run({ options, from: 'text' })).rejects.toThrow("no split is named for modality 'text'");
  });
});

test('held-out labels are read only after training, and training sees the labelled modality alone', async () => {
  const asked: string[] = [];
  const spying: Task<ClassificationOptions> = {
    ...classification,
    targets: (options, source) => {
      asked.push(`${source.split}/${source.modality}`);
      return classification.targets(options, source);
    },
  };
  const events: string[] = [];
  await run({ task: spying, to: ['video'], onProgress: (_, done) => events.push(`${done}: ${asked.join()}; ${fake.reads.length} reads`) });
  expect(events).toHaveLength(8);
  expect(events.at(-1)).toBe('1: train/audio; 1 reads');
  expect(asked).toEqual(['train/audio', 'test/video']);
});

test('a head is calibrated once, on validation clips of the labelled modality', async () => {
  const calibrated: number[][] = [];
  const task: Task<ClassificationOptions> = {
    ...classification,
    createHead: async (options, build) => ({
      ...(await classification.createHead(options, build)),
      calibrate: async (batches) => void calibrated.push([...(await wholeSplit(batches)).targets.data]),
    }),
  };
  await run({ task, to: ['video'] });
  expect(calibrated).toEqual([LABELS.val]);
  await run({ task, to: ['video'], options: { ...OPTIONS, protocol: 'official' } });
  expect(calibrated).toEqual([LABELS.val, LABELS.val]);
});

test('the same seed gives the same numbers, another seed another head', async () => {
  const short = { options: { ...OPTIONS, epochs: 1, learningRate: 1e-3 }, to: ['audio', 'text'] };
  const first = await run(short);
  expect(await run(short)).toEqual(first);
  expect((await run({ ...short, seed: 8 }))[1]?.measures).not.toEqual(first[1]?.measures);
});

test('no tensor is left behind, also where it fails', async () => {
  const before = tf.memory().numTensors;
  await run();
  expect(tf.memory().numTensors).toBe(before);
  await expect(run({ options: { ...OPTIONS, learningRate: 1e38 } })).rejects.toThrow(/the loss of the head became .* in epoch/);
  await expect(run({ to: ['smell'] })).rejects.toThrow("no modality 'smell'");
  expect(tf.memory().numTensors).toBe(before);
});

test('targets of another number of clips are refused', async () => {
  const short: Task<ClassificationOptions> = {
    ...classification,
    targets: async () => inMemory({ data: new Float32Array(3), shape: [3] }),
  };
  await expect(run({ task: short })).rejects.toThrow('classification, train: has targets for 3 clips, the split has 200');
});

test('retrieval fits the contract: its targets are the codes of another modality, its measure reads the whole split', async () => {
  const seen: number[] = [];
  const retrieval: Task<ClassificationOptions> = {
    ...classification,
    targets: async (_, { codes }) => {
      const gallery = await codes('text');
      seen.push(gallery.clips);
      return gallery;
    },
    createHead: async (options, build) => ({
      ...(await classification.createHead(options, build)),
      loss: (outputs, targets) => outputs.square().mean().add(targets.mean().mul(0)) as tf.Scalar,
      async measure(batches) {
        const { outputs, targets } = await wholeSplit(batches);
        return { primary: 'rows', scores: { rows: outputs.shape[0]! + targets.shape[0]! }, chance: 0 };
      },
    }),
  };
  const [result] = await run({ task: retrieval, to: ['video'] });
  expect(seen).toEqual([200, 120]);
  expect(result?.measures.scores).toEqual({ rows: 240 });
});

test('a head may read inputs beside codes: their shape is known when it is made, their values come with the batches', async () => {
  const values = (clips: number) => inMemory({ data: Float32Array.from({ length: clips * 2 }, (_, i) => i), shape: [clips, 2] });
  const shapes: unknown[] = [];
  const seeing: Task<ClassificationOptions> = {
    ...classification,
    inputs: async (_, { dataset, split }) => values(dataset.splits[split]!),
    createHead: async (options, build) => {
      shapes.push(build.inputShape);
      const head = await classification.createHead(options, build);
      return {
        ...head,
        apply: (indices, context, inputs) => head.apply(indices, context).add(inputs!.sum().mul(0)),
        async measure(batches) {
          const rows: number[] = [];
          for await (const batch of batches) {
            expect(batch.inputs?.data).toEqual((await values(120).read(batch.rows)).data);
            rows.push(...batch.rows);
          }
          return { primary: 'rows', scores: { rows: rows.length }, chance: 0 };
        },
      };
    },
  };
  const [result] = await run({ task: seeing, to: ['video'] });
  expect(shapes).toEqual([[2]]);
  expect(result?.measures.scores).toEqual({ rows: 120 });
  const short: Task<ClassificationOptions> = { ...seeing, inputs: async () => values(3) };
  await expect(run({ task: short })).rejects.toThrow('classification, train: has inputs for 3 clips, the split has 200');
});
