import type { NdArray } from '@cmg/core';
import type { EmaState } from '@cmg/codebook';
import * as tf from '@tensorflow/tfjs';
import { exportCheckpoint, importCheckpoint, type OfficialCheckpoint, officialTensor } from '../src/index.js';
import { initialCheckpoint, modelFor, type Variant } from './support/official-run.js';

/** A copy with one tensor changed; without it where the change gives undefined. */
function altered(
  checkpoint: OfficialCheckpoint,
  module: string,
  name: string,
  change: (array: NdArray) => NdArray | undefined,
): OfficialCheckpoint {
  const tensors = new Map(checkpoint.get(module));
  const changed = change(tensors.get(name) as NdArray);
  if (changed === undefined) tensors.delete(name);
  else tensors.set(name, changed);
  return new Map([...checkpoint, [module, tensors]]);
}

const all = (checkpoint: OfficialCheckpoint): string[] =>
  [...checkpoint].flatMap(([module, tensors]) => [...tensors.keys()].map((name) => `${module}/${name}`)).sort();

describe.each<Variant>(['at', 'av', 'avt'])('the official checkpoint %s', (variant) => {
  it('fills every parameter and the codebook, and comes back bit for bit', async () => {
    const checkpoint = await initialCheckpoint(variant);
    const { model, config } = await modelFor(checkpoint);
    const { unused } = importCheckpoint(model, config, checkpoint);
    expect(new Set(unused.values())).not.toContain('unknown');

    const exported = await exportCheckpoint(model, config);
    expect(all(exported)).toEqual(all(checkpoint).filter((name) => !unused.has(name)));
    for (const [module, tensors] of exported) {
      for (const [name, { shape, data }] of tensors) {
        const original = officialTensor(checkpoint, module, name) as NdArray;
        expect({ name, shape }).toEqual({ name, shape: original.shape });
        expect(data).toEqual(Float32Array.from(original.data));
      }
    }
    expect(all(await exportCheckpoint(model, config, checkpoint))).toEqual(all(checkpoint));
    model.dispose();
  });

  it('says what it does not need, and why', async () => {
    const checkpoint = await initialCheckpoint(variant);
    const { model, config } = await modelFor(checkpoint, false);
    const stranger = altered(checkpoint, 'encoder', 'Smell_encoder.weight', () => ({ shape: [1], data: new Float32Array(1) }));
    const { unused } = importCheckpoint(model, config, stranger);
    expect(unused.get('encoder/Smell_encoder.weight')).toBe('unknown');
    expect(unused.get('cpc/audio_predictors.0.weight')).toContain('objective');
    expect(unused.get('decoder/audio_semantic_decoder.linear.bias')).toContain('head');
    expect(unused.get('encoder/audio_self_att.encoder_layer.norm1.bias')).toContain('template');
    model.dispose();
  });
});

describe('importCheckpoint', () => {
  it('lists all that does not fit at once, and changes nothing', async () => {
    const checkpoint = await initialCheckpoint('av');
    const { model, config } = await modelFor(checkpoint);
    const before = (model.parameters.get('decoder/audio/code/bias') as tf.Variable).dataSync();
    let damaged = altered(checkpoint, 'encoder', 'Audio_encoder.audio_linear.weight', () => undefined);
    damaged = altered(damaged, 'decoder', 'Video_decoder.inverse_conv_block.0.weight', ({ data }) => ({ shape: [39, 12, 3, 3], data }));
    damaged = altered(damaged, 'encoder', 'Cross_quantizer.ema_count', ({ shape, data }) => ({ shape, data: data.map(() => NaN) }));
    const failed = (): unknown => importCheckpoint(model, config, damaged);
    expect(failed).toThrow('encoder/Audio_encoder.audio_linear.weight: is missing');
    expect(failed).toThrow('decoder/Video_decoder.inverse_conv_block.0.weight: has shape [39, 12, 3, 3], expected [40, 12, 3, 3]');
    expect(failed).toThrow('encoder/Cross_quantizer.ema_count: contains a value that is not finite');
    expect((model.parameters.get('decoder/audio/code/bias') as tf.Variable).dataSync()).toEqual(before);
    expect(model.hasCodes).toBe(false);
    model.dispose();
  });

  it('gives each modality the counter of the official code, and leaves no tensor behind', async () => {
    const checkpoint = altered(await initialCheckpoint('avt'), 'encoder', 'Cross_quantizer.unactivated_count', ({ shape, data }) => ({
      shape,
      data: data.map((_, code) => code - 1),
    }));
    const { model, config } = await modelFor(checkpoint);
    importCheckpoint(model, config, checkpoint);
    const { sinceUse } = model.codebookState as EmaState;
    expect(sinceUse.shape).toEqual([3, 24]);
    expect(sinceUse.arraySync().map((row) => row[5])).toEqual([4, 4, 4]);
    const tensors = tf.memory().numTensors;
    importCheckpoint(model, config, checkpoint);
    const exported = await exportCheckpoint(model, config);
    expect(officialTensor(exported, 'encoder', 'Cross_quantizer.unactivated_count')?.data[5]).toBe(4);
    expect(tf.memory().numTensors).toBe(tensors);
    model.dispose();
  });
});
