import { CmgError, type Extractor } from '@cmg/core';
import { openSoundSession, TfjsModel, tfjsOptions } from '@cmg/media';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';

const options = tfjsOptions.extend({
  sampleRate: z.int().min(1).default(16000).describe('Hz that the model was trained on'),
});

export type AudioTfjsOptions = z.infer<typeof options>;

/** A sound model of TensorFlow.js that takes samples, such as YAMNet: [F] per second, the mean over the model's own frames. */
export const audioTfjs: Extractor<AudioTfjsOptions, 'audio'> = {
  name: 'tfjs',
  description: 'a sound model of TensorFlow.js that takes samples, such as YAMNet, up to any layer',
  kind: 'audio',
  options,
  async open(chosen) {
    const { sampleRate } = chosen;
    const model = await TfjsModel.open(chosen);
    const describe = async (samples: Float32Array): Promise<Float32Array> => {
      const features = tf.tidy(() => meanVector(model.run(inputOf(model, samples, chosen)), chosen));
      try {
        return (await features.data()) as Float32Array;
      } finally {
        features.dispose();
      }
    };
    return openSoundSession(model, sampleRate, describe);
  },
};

/** A second of samples, [N] or [1, N], cut or filled with silence where the model takes another number. */
function inputOf({ inputShape }: TfjsModel, samples: Float32Array, { model }: AudioTfjsOptions): tf.Tensor {
  const wanted = inputShape.at(-1) ?? -1;
  if (inputShape.length > 2 || inputShape.slice(0, -1).some((size) => size > 1)) {
    throw new CmgError(`the model takes [${inputShape.join(', ')}]; expected samples, [N] or [1, N]`, {
      kind: 'usage',
      where: model ?? '',
      hint: 'A model of spectrograms needs an extractor of its own: see the guide of @cmg/media.',
    });
  }
  const fitted = new Float32Array(wanted > 0 ? wanted : samples.length);
  fitted.set(samples.subarray(0, fitted.length));
  return inputShape.length === 2 ? tf.tensor2d(fitted, [1, fitted.length]) : tf.tensor1d(fitted);
}

/** Mean over all axes but the last. */
function meanVector(output: tf.Tensor, { model }: AudioTfjsOptions): tf.Tensor {
  const width = output.shape.at(-1);
  if (width !== undefined) return tf.mean(output.reshape([-1, width]), 0);
  throw new CmgError('its output is a single number; expected features', {
    kind: 'usage',
    where: model ?? '',
    hint: "Choose another one with the option 'layer'.",
  });
}
