import { type Dataset, ParameterScope, Random, type Task } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { cacheCodes, classification, localisation, openSet, retrieval, splitCodeUse, transfer } from '../src/index.js';
import { type FakeData, fakeData } from './support/fake-cache.js';

const CLASSES = ['bell', 'dog', 'rain', 'train'];

/** Outputs of a new head on codes [B, T, L] of 7. */
function outputs(task: Task, options: object, codes: number[][][], targetShape: number[], vectors?: tf.Tensor3D): number[] {
  const scope = ParameterScope.root(new Random(3), tf);
  const embedding = tf.tensor2d(new Random(4).uniforms(7 * 5, -1, 1), [7, 5]);
  const segments = codes[0]!.length;
  const width = vectors && { vectorWidth: vectors.shape[2] };
  const build = { parameters: scope, embedding, segments, classes: CLASSES, targetShape, ...width };
  const head = task.createHead(task.options.parse(options), build) as Awaited<ReturnType<Task['createHead']>>;
  const context = { training: false, random: new Random(0) };
  return [...tf.tidy(() => head.apply(tf.tensor3d(codes, undefined, 'int32'), context, undefined, vectors).dataSync())];
}

describe('a head reads a clip that ends early as the segments that it has', () => {
  it.each<[string, Task, object, number[]]>([
    ['vote', classification, { pool: 'vote' }, []],
    ['max', classification, { pool: 'max', hidden: 3 }, []],
    ['several events', classification, {}, [4]],
    ['open set', openSet, {}, []],
    ['idf', retrieval, { pool: 'idf', projection: 3 }, [7]],
    ['mean', retrieval, { pool: 'mean', hidden: 4, projection: 3 }, [7]],
  ])('%s', (_, task, options, targetShape) => {
    for (const clip of [
      [[6], [2]],
      [
        [6, 1],
        [2, 0],
      ],
    ]) {
      const absent = clip[0]!.map(() => -1);
      const early = outputs(task, options, [[...clip, absent, absent]], targetShape);
      const whole = outputs(task, options, [clip], targetShape);
      early.forEach((value, i) => expect(value).toBeCloseTo(whole[i]!, 5));
    }
  });

  it('also where it reads vectors', () => {
    const vectors = (values: number[][]) => tf.tensor3d([values]);
    const early = outputs(
      classification,
      {},
      [[[6], [2], [-1]]],
      [],
      vectors([
        [1, 2],
        [3, -4],
        [99, 99],
      ]),
    );
    const whole = outputs(
      classification,
      {},
      [[[6], [2]]],
      [],
      vectors([
        [1, 2],
        [3, -4],
      ]),
    );
    early.forEach((value, i) => expect(value).toBeCloseTo(whole[i]!, 5));
  });
});

describe('a transfer on clips that lack a modality', () => {
  const LABELS = { train: Array.from({ length: 40 }, (_, clip) => clip % 4), val: [0, 1], test: [0, 1, 2, 3, 0, 1] };
  /** Audio of the last two clips of each split, and the third's video, are not there; nor is the end of the first. */
  const LENGTHS: Record<string, (clips: number) => number[]> = {
    audio: (clips) => Array.from({ length: clips }, (_, clip) => (clip >= clips - 2 && clips > 2 ? 0 : clip === 0 ? 2 : 3)),
    video: (clips) => Array.from({ length: clips }, (_, clip) => (clip === 2 ? 0 : 3)),
  };
  let fake: FakeData;
  let dataset: Dataset;
  beforeEach(() => {
    // Codes of segments that are not there are wrong: those of another class.
    const code = (modality: string, split: string, clip: number, segment: number) => {
      const label = LABELS[split as keyof typeof LABELS][clip]!;
      const there = segment < LENGTHS[modality]!(LABELS[split as keyof typeof LABELS].length)[clip]!;
      return there ? label : (label + 1) % 4;
    };
    fake = fakeData({ classes: CLASSES, size: 4, segments: 3, modalities: ['audio', 'video'], labels: LABELS, code });
    const { encode } = fake.encoder;
    const masked: FakeData['encoder']['encode'] = (modality, x, present) => {
      const found = encode(modality, x);
      const there = present?.expandDims(2).toInt();
      return there === undefined ? found : { ...found, indices: found.indices.add(1).mul(there).sub(1) as tf.Tensor3D };
    };
    fake = { ...fake, encoder: { ...fake.encoder, encode: masked } };
    const lengths = (split: string, modality: string) => Int32Array.from(LENGTHS[modality]!(fake.dataset.splits[split]!));
    const labels = async (split: string) => {
      const clipClasses = Int32Array.from(LABELS[split as keyof typeof LABELS]);
      const segments = Int32Array.from({ length: clipClasses.length * 3 }, (_, i) => clipClasses[Math.floor(i / 3)]!);
      return { clipClasses, segmentClasses: { audio: segments, video: segments } };
    };
    dataset = { ...fake.dataset, lengths, labels };
  });
  afterEach(() => fake.dispose());

  it('has codes of what is there', async () => {
    const cache = cacheCodes({ ...fake, dataset });
    const [audio, video] = [await cache.codes('test', 'audio'), await cache.codes('test', 'video')];
    expect([...audio.indices]).toEqual([0, 0, -1, 1, 1, 1, 2, 2, 2, 3, 3, 3, -1, -1, -1, -1, -1, -1]);
    expect(splitCodeUse([audio, video]).counts).toEqual({ audio: [2, 3, 3, 3], video: [6, 6, 0, 3] });
  });

  it('trains and measures on the clips that have what the head reads', async () => {
    const options = classification.options.parse({ epochs: 20, batchSize: 8, learningRate: 0.1 });
    const [audio, video] = await transfer({
      cache: cacheCodes({ ...fake, dataset }),
      task: classification,
      options,
      from: 'audio',
      seed: 1,
    });
    expect([audio?.clips, audio?.measures.scores['accuracy'], audio?.measures.perClip?.length]).toEqual([4, 100, 4]);
    expect([video?.clips, video?.measures.scores['accuracy']]).toEqual([5, 100]);
  });

  it('searches among the clips that have both modalities', async () => {
    const options = retrieval.options.parse({ epochs: 1, batchSize: 8, gallery: 'audio' });
    const [found] = await transfer({
      cache: cacheCodes({ ...fake, dataset }),
      task: retrieval,
      options,
      from: 'video',
      to: ['video'],
      seed: 1,
    });
    expect([found?.clips, found?.measures.perClip?.length]).toEqual([3, 3]);
  });

  it('is refused by a task that measures each segment', async () => {
    const options = localisation.options.parse({ epochs: 1 });
    await expect(
      transfer({ cache: cacheCodes({ ...fake, dataset }), task: localisation, options, from: 'audio', seed: 1 }),
    ).rejects.toThrow('localisation, train: takes every segment for one that is there, but 1 clips end before segment 3');
  });
});
