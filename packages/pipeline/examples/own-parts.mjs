/** An observer and an optimiser of one's own in place of ours: node own-parts.mjs mine.yaml runs/mine */
import { loadConfig } from '@cmg/config';
import { createComponents, pretrain } from '@cmg/pipeline';
import { openBackend } from '@cmg/runtime';
import { container, OPTIMIZER, TRAINING_OBSERVER } from '@cmg/trainer';
import * as tf from '@tensorflow/tfjs';

/** Plain gradient descent: p -= rate g. It has no state, so nothing of it is saved with a run. */
const createDescent = (parameters) => ({
  step(gradients, rate) {
    for (const variable of parameters.values()) {
      const gradient = gradients[variable.name];
      if (gradient) variable.assign(tf.sub(variable, tf.mul(gradient, rate)));
    }
    return {}; // norms for the log
  },
  save: async () => new Map(),
  restore: () => undefined,
  dispose: () => undefined,
});

const [file, folder] = process.argv.slice(2);
await openBackend('auto');
const own = container.createChildContainer();
own.register(OPTIMIZER, { useValue: createDescent });
own.register(TRAINING_OBSERVER, { useValue: { onRecord: ({ step, total }) => console.log(JSON.stringify({ step, total })) } });
const { config, components } = await loadConfig(file, createComponents());
await pretrain(config, { components, folder, container: own });
