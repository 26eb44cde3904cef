import type { NdArray } from '@cmg/core';
import type { FileArray, PickleValue } from '@cmg/formats';
import { Adam } from '@cmg/nn';
import { importCheckpoint, importMoments, type OfficialCheckpoint, readMoments } from '../src/index.js';
import { initialCheckpoint, modelFor } from './support/official-run.js';

const file = ({ shape, data }: NdArray): FileArray => ({ dtype: 'float32', shape, data: Float32Array.from(data) });

/** The state of an optimiser of some modules, as PyTorch saves it: each first moment is the parameter itself, each second its square. */
function optimizer(checkpoint: OfficialCheckpoint, modules: readonly string[]): PickleValue {
  const parameters = modules.flatMap((module) =>
    [...(checkpoint.get(module) ?? [])].filter(([name]) => !name.startsWith('Cross_quantizer.')),
  );
  const entries = parameters.map(([, array], number): [PickleValue, PickleValue] => [
    number,
    new Map<PickleValue, PickleValue>([
      ['step', { dtype: 'float32', shape: [], data: Float32Array.of(number + 1) } as unknown as PickleValue],
      ['exp_avg', file(array) as unknown as PickleValue],
      ['exp_avg_sq', file({ ...array, data: array.data.map((value) => value * value) }) as unknown as PickleValue],
    ]),
  ]);
  return new Map<PickleValue, PickleValue>([
    ['state', new Map(entries.filter((_, i) => i !== 1))],
    ['param_groups', [new Map<PickleValue, PickleValue>([['params', entries.map(([number]) => number)]])]],
  ]);
}

describe('moments of the official optimisers', () => {
  it('come to the parameters that they are of, in their layout; one without them has had no step', async () => {
    const checkpoint = await initialCheckpoint('avt');
    const { model, config, objectives } = await modelFor(checkpoint);
    importCheckpoint(model, config, checkpoint);
    const saved = new Map<PickleValue, PickleValue>([
      ['optimizer', optimizer(checkpoint, ['text_bilstm', 'encoder', 'cpc', 'decoder'])],
      ['optimizer_text_mi_net', optimizer(checkpoint, ['club_text'])],
    ]);
    const { moments, keys } = readMoments(saved, checkpoint);
    expect(keys).toEqual(['optimizer', 'optimizer_text_mi_net']);
    const state = importMoments(model.parameters, config, moments);
    const untouched = [...model.parameters.keys()].filter((path) => state.get(`${path}/steps`)?.data[0] === 0);
    expect(untouched.filter((path) => !/^club\/(audio|video)\//.test(path))).toHaveLength(2);
    for (const [path, variable] of model.parameters) {
      if (untouched.includes(path)) continue;
      const values = Array.from(variable.dataSync());
      expect(state.get(`${path}/first`)).toEqual({ shape: variable.shape, data: Float32Array.from(values) });
      const second = state.get(`${path}/second`) as NdArray;
      expect(values.every((value, i) => Math.abs(value * value - (second.data[i] as number)) <= 1e-6 * value * value)).toBe(true);
    }
    const main = new Adam(objectives?.parameters ?? new Map(), { learningRate: 1 });
    const inner = [...(objectives?.optimizers ?? [])].map(([scope, optimizer]) => {
      return [optimizer, new Map([...model.parameters].filter(([path]) => path.startsWith(`${scope}/`)))] as const;
    });
    expect(inner.length).toBeGreaterThan(0);
    for (const [optimizer, parameters] of [[main, objectives?.parameters ?? new Map()] as const, ...inner]) {
      const own = importMoments(parameters, config, moments);
      optimizer.restore(own);
      expect(new Map([...(await optimizer.save())].sort())).toEqual(new Map([...own].sort()));
    }
    model.dispose();
  });

  it('are left alone where it is open which parameters they are of', async () => {
    const checkpoint = await initialCheckpoint('avt');
    const read = (key: string, modules: string[]) => readMoments(new Map([[key, optimizer(checkpoint, modules)]]), checkpoint).keys;
    expect(read('optimizer', ['encoder', 'cpc', 'decoder'])).toEqual([]);
    expect(read('optimizer', ['encoder', 'text_bilstm', 'cpc', 'decoder'])).toEqual([]);
    expect(read('optimizer_audio_mi_net', ['club_audio'])).toEqual(['optimizer_audio_mi_net']);
    expect(readMoments(new Map<PickleValue, PickleValue>([['optimizer', 3]]), checkpoint)).toEqual({ moments: new Map(), keys: [] });
  });
});
