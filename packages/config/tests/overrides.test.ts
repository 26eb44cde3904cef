import { join } from 'node:path';
import { type CmgError, type RunConfig } from '@cmg/core';
import { configFromText, type ConfigOverrides } from '../src/index.js';
import { fakeComponents } from './support/components.js';

const TEXT = `name: base
data: digits
modalities: [audio, video]
objectives: [reconstruction, {use: club, steps: 3}]
tasks: [classification]
`;

const load = async (overrides: ConfigOverrides): Promise<RunConfig> =>
  (await configFromText(TEXT, 'c.yaml', fakeComponents(), overrides)).config;
const message = (overrides: ConfigOverrides): Promise<string> =>
  load(overrides).then(
    () => 'no error',
    (error: CmgError) => error.message,
  );

describe('overrides', () => {
  it('set values by path, components of a list by name', async () => {
    const set = [
      'seed=3',
      'training.epochs=8',
      'training.milestones=[4, 6]',
      'data.clips=9',
      'modalities.audio.layers=1',
      'objectives.club.weight=2',
      'name=other',
    ];
    expect(await load({ set })).toMatchObject({
      name: 'other',
      seed: 3,
      training: { epochs: 8, milestones: [4, 6] },
      data: { use: 'digits', options: { clips: 9 } },
      modalities: [{ use: 'audio', options: { layers: 1 } }, { use: 'video' }],
      objectives: [{ use: 'reconstruction' }, { use: 'club', weight: 2, options: { steps: 3 } }],
    });
  });

  it('leave components out, add some, and set what was added', async () => {
    const config = await load({
      without: ['club', 'modalities.video'],
      add: ['cmcm', '{use: club, weight: 4}', 'observers: progress'],
      set: ['objectives.club.steps=1'],
    });
    expect(config.modalities.map(({ use }) => use)).toEqual(['audio']);
    expect(config.objectives).toEqual([
      { use: 'reconstruction', weight: 1, options: {} },
      { use: 'cmcm', weight: 1, options: {} },
      { use: 'club', weight: 4, options: { steps: 1 } },
    ]);
    expect(config.observers.map(({ use }) => use)).toEqual(['progress']);
  });

  it('report all mistakes at once, each at the argument that makes it', async () => {
    const text = await message({
      set: [
        'training.epochz=8',
        'trainin.epochs=8',
        'objectives.clubb.steps=1',
        'objectives.club.stepz=1',
        'data.clips=many',
        'seed',
        'width=[1',
        'training={clip: {norm: x}}',
      ],
      without: ['classification', 'tasks.retrieval'],
      add: ['club', '{use: cmcm, wait: 1}', '@me/none'],
    });
    const known =
      'split, modalities, epochs, steps, batchSize, accumulate, learningRate, weightDecay, averageWeights, schedule, warmupSteps, milestones, gamma, clip, compile, logEvery, keep, validation, earlyStop';
    expect(text.split('\n').sort()).toEqual(
      [
        '--set seed: expected PATH=VALUE, for example training.epochs=8',
        '--set width=[1: Flow sequence must end with a ]',
        `--set trainin.epochs=8: trainin: unknown option, did you mean 'training'? (known: name, seed, width, init, freeze, training, data, modalities, codebook, objectives, tasks, observers, extends, set, without, add)`,
        "--set objectives.clubb.steps=1: the config has no objective 'clubb', did you mean 'club'? (it has: reconstruction, club, club, cmcm, @me/none)",
        "--set objectives.club.stepz=1: unknown option, did you mean 'steps'? (known: steps, weight)",
        '--set data.clips=many: Invalid input: expected number, received string',
        '--set training={clip: {norm: x}}: clip.norm: Invalid input: expected number, received string',
        "--without classification: the config has no objective 'classification'; tasks.classification is one (it has: reconstruction, club)",
        "--without tasks.retrieval: the config has no task 'retrieval' (it has: classification)",
        "--add club: 'club' is listed twice",
        '--add {use: cmcm, wait: 1}: wait: unknown option (known: weight)',
        "--add @me/none: '@me/none' is not installed",
        `  Install it beside the config: npm install @me/none (in ${process.cwd()}).`,
      ].sort(),
    );
    expect(await message({ set: ['training.epochz=8'] })).toBe(
      `--set training.epochz=8: unknown option, did you mean 'epochs'? (known: ${known})`,
    );
  });

  it('take paths relative to the current folder', async () => {
    expect((await load({ set: ['data={use: folder, root: clips}'] })).data.options['root']).toBe(join(process.cwd(), 'clips'));
  });
});
