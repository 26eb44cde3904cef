import { join } from 'node:path';
import { codeReset, commitment, type EmaState, sharedCodebook, sparsity } from '@cmg/codebook';
import { codis, infonce, sMit, turn } from '@cmg/baselines';
import {
  type CodebookFactory,
  type Components,
  type ModalityPlugin,
  type ObjectiveFactory,
  perModality,
  Random,
  Registry,
} from '@cmg/core';
import { club, crossCpc } from '@cmg/dcid';
import { cmcm, crossCommitment, mmEma } from '@cmg/mm-ema';
import { audioPlugin } from '@cmg/modality-audio';
import { textPlugin } from '@cmg/modality-text';
import * as tf from '@tensorflow/tfjs';
import { buildModel, buildObjectives, type Model, reconstruction } from '../src/index.js';
import { presentOf } from '../src/training/presence.js';
import { readBatch } from '../src/training/training-batches.js';
import { fakeComponents, fakeConfig, fakeRun, type FakeRun, liveTensors, timeless, withFolder } from './support/fake-run.js';
import { memoryDataset } from './support/memory-dataset.js';

/** Does not say that it reads which segments there are. */
const unaware: ObjectiveFactory = {
  ...infonce,
  name: 'unaware',
  create: (options, build) => ({ terms: (step) => infonce.create(infonce.options.parse(options), build).terms?.(step) ?? { losses: {} } }),
};
const OBJECTIVES = [
  ...[reconstruction, commitment, crossCommitment, club, crossCpc, cmcm, sMit, infonce, codis, turn, sparsity, mmEma, codeReset],
  unaware,
] as ObjectiveFactory[];
const components: Components = {
  ...fakeComponents(),
  modalities: new Registry<ModalityPlugin>('modality', [audioPlugin, textPlugin]),
  objectives: new Registry<ObjectiveFactory>('objective', OBJECTIVES),
};
const small = { heads: 2, feedForward: 8, specificWidth: 6, dropout: 0 };
const featureShapes = { audio: [6], text: [4] };

const config = (objectives: readonly unknown[], training: Record<string, unknown> = {}) =>
  fakeConfig(
    {
      modalities: [
        { use: 'audio', ...small, context: { window: 3 } },
        { use: 'text', ...small, lstmWidth: 3 },
      ],
      width: 8,
      codebook: { size: 8, initial: 'aligned' },
      objectives,
      training: { epochs: 2, batchSize: 4, learningRate: 1e-3, logEvery: 1, ...training },
    },
    components,
  );

const ALL = [
  'reconstruction',
  'commitment',
  'cross-commitment',
  'club',
  's-mit',
  'infonce',
  { use: 'codis', iterations: 2 },
  'sparsity',
  { use: 'cmcm', variant: 'official' },
  { use: 'mm-ema', pairing: 'cross-attention' },
  'code-reset',
];

describe('segments after the end of a clip', () => {
  it.each(['never', 'always'])('change nothing: losses, gradients, codes and counters are those of shorter clips; compile: %s', (compile) =>
    withFolder(async (folder) => {
      const run = async (name: string, dataset: ReturnType<typeof memoryDataset>) => {
        let codes: Record<string, number[]> = {};
        const inspect = async ({ codebookState }: Model) => {
          codes = Object.fromEntries(Object.entries(codebookState as EmaState).map(([key, tensor]) => [key, [...tensor.dataSync()]]));
        };
        const settings = { config: config(ALL, { compile }), components, dataset, inspect };
        const { records }: FakeRun = await fakeRun(join(folder, name), settings);
        return { numbers: timeless(records), used: records.map((record) => record.codes.used), codes };
      };
      const short = memoryDataset({ featureShapes, clips: 8, segments: 4 });
      const masked = memoryDataset({
        featureShapes,
        clips: 8,
        segments: 6,
        lengths: { train: { audio: Array(8).fill(4), text: Array(8).fill(4) } },
      });
      const before = liveTensors();
      const [expected, found] = [await run('short', short), await run('masked', masked)];
      expect(liveTensors()).toBe(before);
      found.numbers.forEach(({ losses, gradientNorms }, step) => {
        const those = expected.numbers[step]!;
        for (const [name, value] of Object.entries({ ...losses, ...gradientNorms }))
          expect([name, value]).toEqual([name, expect.closeTo({ ...those.losses, ...those.gradientNorms }[name]!, 3)]);
      });
      expect(found.used).toEqual(expected.used);
      expect(found.codes['sinceUse']).toEqual(expected.codes['sinceUse']);
      for (const name of ['emaCount', 'embedding'])
        found.codes[name]!.forEach((value, i) => expect(value).toBeCloseTo(expected.codes[name]![i]!, 3));
    }),
  );
});

describe('clips that lack a modality', () => {
  /** Clips 0 to 3 have sound, 0 and 1 words too. */
  const partial = memoryDataset({ featureShapes, clips: 4, segments: 4, lengths: { train: { text: [4, 3, 0, 0] } } });

  it('take part in what they have: pairs are the clips that have both, and a modality is the clips that have it', async () => {
    const all = [...ALL.slice(0, 8), { use: 'turn', hidden: 0 }, 'cmcm', { use: 'cross-cpc', minStart: 0 }];
    const settings = config(all);
    const model = buildModel(settings, components, partial);
    const { list } = buildObjectives(settings, components, model);
    const modalities = ['audio', 'text'];
    const codebook = sharedCodebook as CodebookFactory;
    const random = new Random(1);
    const losses = async (rows: number[], whole: boolean) => {
      const source = { dataset: partial, split: 'train', modalities };
      const batch = await readBatch(source, Int32Array.from(rows));
      const present = whole ? undefined : presentOf(source, Int32Array.from(rows));
      if (!model.hasCodes) {
        const kind = codebook.create(codebook.options.parse({ size: 8, initial: 'uniform' }), { width: 8, modalities });
        model.setCodebookState(tf.tidy(() => kind.start(random, () => ({}))));
      }
      return tf.tidy(() => {
        const state = model.forward(batch, { training: false, random }, model.codebookState, present);
        const terms = list.flatMap(({ name, objective }) =>
          Object.entries(objective.terms?.(state).losses ?? {}).map(([term, loss]) => [`${name}/${term}`, loss.dataSync()[0]!] as const),
        );
        return Object.fromEntries(terms);
      });
    };
    const [found, sound, pairs] = [await losses([0, 1, 2, 3], false), await losses([0, 1, 2, 3], true), await losses([0, 1], false)];
    for (const name of ['reconstruction/audio', 'commitment/audio', 'club/audio']) expect([name, found[name]]).toEqual([name, sound[name]]);
    for (const name of [
      'reconstruction/text',
      'commitment/text',
      'club/text',
      's-mit/audio-text',
      'infonce/audio-text',
      'codis/text',
      'cmcm/audio-text',
    ])
      expect([name, found[name]]).toEqual([name, expect.closeTo(pairs[name]!, 5)]);
    for (const name of [
      'cross-commitment/audio',
      'cross-commitment/text',
      'cross-cpc/pairs',
      'turn/audio-from-text',
      'turn/text-from-audio',
    ])
      expect([name, found[name]]).toEqual([name, expect.closeTo(pairs[name]!, 5)]);
    model.dispose();
  });

  it('are left out of what they lack: batches, counts of codes, and retrieval of held-out pairs', () =>
    withFolder(async (folder) => {
      const lengths = { train: { audio: [4, 4, 4, 4, 4, 0], text: [0, 0, 0, 0, 0, 0] }, val: { text: [4, 4, 0, 4] } };
      const dataset = memoryDataset({ featureShapes, clips: 6, segments: 4, lengths, splits: { val: 4 } });
      const settings = config(['reconstruction', 'cmcm', 'code-reset'], { batchSize: 5, epochs: 1 });
      const { records } = await fakeRun(folder, { config: settings, components, dataset });
      const [{ losses, codes, validation }] = records as [FakeRun['records'][0]];
      expect([losses['reconstruction/text'], losses['cmcm/audio-text'], codes.used['text']]).toEqual([0, 0, 0]);
      expect(dataset.reads.filter((read) => read.startsWith('train/')).map((read) => read.split('/')[2]!.split(',').sort().join())).toEqual(
        ['0,1,2,3,4', '0,1,2,3,4'],
      );
      // Three pairs: (1 + 1/2 + 1/3) / 3.
      expect(validation?.retrieval?.chance).toBeCloseTo(0.6111, 4);
      expect(Object.keys(validation?.retrieval?.directions ?? {})).toEqual(['audio->text', 'text->audio']);
    }));

  it('are refused, before anything is trained, by what takes every segment for one that is there', () =>
    withFolder(async (folder) => {
      const settings = config(['reconstruction', 'unaware']);
      await expect(fakeRun(folder, { config: settings, components, dataset: partial })).rejects.toThrow(
        "objective 'unaware': takes every segment for one that is there, but 3 clips of 'train' lack segments of text",
      );
      const whole = memoryDataset({ featureShapes, clips: 4, segments: 4, lengths: { train: perModality([], () => []) } });
      expect((await fakeRun(join(folder, 'whole'), { config: settings, components, dataset: whole })).outcome).toBe('finished');
    }));
});
