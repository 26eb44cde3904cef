import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrainingOutcome } from '@cmg/core';
import { describeObserver } from '@cmg/core/testing';
import { mlflow } from '../src/index.js';
import { FakeServer } from './support/fake-server.js';
import { CONFIG, record, start } from './support/records.js';

/** A tracking server without experiments. */
const respond: FakeServer['respond'] = ({ path }) => {
  if (path.includes('get-by-name')) return { status: 404, json: { error_code: 'RESOURCE_DOES_NOT_EXIST' } };
  if (path.endsWith('experiments/create')) return { json: { experiment_id: '7' } };
  if (path.endsWith('runs/create')) return { json: { run: { info: { run_id: 'r1' } } } };
  return {};
};

describe('mlflow', () => {
  let folder: string;
  let server: FakeServer;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-mlflow-'));
    server = await FakeServer.start(respond);
    process.env['MLFLOW_TRACKING_URI'] = `${server.url}/`;
  });
  afterEach(async () => {
    for (const name of ['URI', 'USERNAME', 'PASSWORD', 'TOKEN']) delete process.env[`MLFLOW_TRACKING_${name}`];
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const train = async (from: number, steps: readonly number[], outcome: TrainingOutcome | 'failed' = 'finished', options = {}) => {
    const observer = mlflow.create(mlflow.options.parse(options), { folder, config: CONFIG });
    await observer.onStart?.(start(from));
    for (const step of steps) await observer.onRecord?.(record(step));
    await observer.onEnd?.(outcome);
  };
  const metrics = () =>
    server.bodies('log-batch').flatMap(({ metrics: sent = [] }) => sent as { key: string; value: number; step: number }[]);

  it('sends the config as parameters, records as metrics, and how the run ended', async () => {
    process.env['MLFLOW_TRACKING_USERNAME'] = 'me';
    process.env['MLFLOW_TRACKING_PASSWORD'] = 'pass';
    await train(0, [1, 2]);
    expect(new Set(server.calls.map(({ authorization }) => authorization))).toEqual(new Set(['Basic bWU6cGFzcw==']));
    expect(server.calls[0]?.path).toBe('/api/2.0/mlflow/experiments/get-by-name?experiment_name=cmg');
    expect(server.bodies('experiments/create')).toEqual([{ name: 'cmg' }]);
    expect(server.bodies('runs/create')).toMatchObject([{ experiment_id: '7', run_name: 'mine' }]);
    expect(server.bodies('log-batch')[0]).toEqual({
      run_id: 'r1',
      params: Object.entries({
        name: 'mine',
        seed: '3',
        width: '8',
        'data.use': 'digits',
        'data.clutter': '0.25',
        'modalities.audio.use': 'audio',
        'modalities.video.use': 'video',
        'objectives.cmcm.use': 'cmcm',
        'objectives.cmcm.temperature': '2',
        'objectives.cmcm.weight': '0.5',
        'training.batchSize': '4',
        'training.milestones.0': '0.5',
        'training.milestones.1': '0.75',
      }).map(([key, value]) => ({ key, value })),
    });
    const losses = metrics().filter(({ key }) => key === 'loss/total');
    expect(losses.map(({ step, value }) => [step, value])).toEqual([
      [1, 1],
      [2, 0.5],
    ]);
    expect(
      metrics()
        .filter(({ step }) => step === 2)
        .map(({ key, value }) => `${key} ${value}`),
    ).toEqual(
      expect.arrayContaining([
        'loss/cmcm/l_cmcm 0.5',
        'codes-in-use/audio 7',
        'codes-in-use/all 4',
        'validation/retrieval/audio to video 0.5',
      ]),
    );
    expect(server.bodies('runs/update')).toMatchObject([{ run_id: 'r1', status: 'FINISHED' }]);
  });

  it('goes on with a run that is resumed, and sends no step twice', async () => {
    await train(0, [1, 2, 3], 'interrupted');
    expect(JSON.parse(await readFile(join(folder, 'mlflow.json'), 'utf8'))).toEqual({ id: 'r1', step: 3, lines: 3 });
    await train(2, [3, 4]);
    expect(server.bodies('runs/create')).toHaveLength(1);
    expect(
      metrics()
        .filter(({ key }) => key === 'loss/total')
        .map(({ step }) => step),
    ).toEqual([1, 2, 3, 4]);
    expect(server.bodies('runs/update').map(({ status }) => status)).toEqual(['KILLED', 'RUNNING', 'FINISHED']);
  });

  it('spells numbers that JSON lacks, and names an experiment that is there', async () => {
    server.respond = (call) => (call.path.includes('get-by-name') ? { json: { experiment: { experiment_id: '3' } } } : respond(call));
    process.env['MLFLOW_TRACKING_TOKEN'] = 'secret';
    const observer = mlflow.create({ experiment: 'a b' }, { folder, config: CONFIG });
    await observer.onStart?.(start());
    await observer.onRecord?.(record(1, Number.NaN));
    await observer.onEnd?.('failed');
    expect(server.calls[0]).toMatchObject({ path: expect.stringContaining('experiment_name=a%20b'), authorization: 'Bearer secret' });
    expect(metrics().find(({ key }) => key === 'loss/total')?.value).toBe('NaN');
    expect(server.bodies('runs/create')).toMatchObject([{ experiment_id: '3' }]);
    expect(server.bodies('runs/update')).toMatchObject([{ status: 'FAILED' }]);
  });

  it('refuses to begin where there is no server, or another one', async () => {
    server.respond = () => ({ status: 403, json: { message: 'no' } });
    await expect(train(0, [1])).rejects.toThrow('answers 403: {"message":"no"}\n  Check the name and the key');
    server.respond = () => ({ json: { hello: 'world' } });
    await expect(train(0, [1])).rejects.toThrow('is no MLflow tracking server');
    await server.stop();
    await expect(train(0, [1])).rejects.toThrow(
      `${server.url}/api/2.0/mlflow/experiments/get-by-name?experiment_name=cmg: cannot be used: fetch failed`,
    );
  });
});

describe('mlflow keeps its contract', () => {
  let server: FakeServer;
  beforeAll(async () => {
    server = await FakeServer.start(respond);
    process.env['MLFLOW_TRACKING_URI'] = server.url;
  });
  afterAll(() => server.stop());
  describeObserver(mlflow);
});
