import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { type CodebookState, forModality, type Objective, type ObjectiveBuild, type ObjectiveFactory } from '../src/index.js';
import { describeObjective } from '../src/testing/index.js';
import { collectFailures } from './support/collect-failures.js';

const loss: Objective = { terms: ({ semantic }) => ({ losses: { all: tf.mean(tf.square(forModality(semantic, 'audio'))) } }) };

const factory = (create: (build: ObjectiveBuild) => Objective): ObjectiveFactory => ({
  name: 'sample',
  description: 'for tests',
  options: z.strictObject({}),
  create: (_options, build) => create(build),
});

const failures = (objective: Objective) => collectFailures(() => describeObjective(factory(() => objective)));
const PURE = 'gives a codebook of the same shapes, finite, and leaves the one before as it was';

describeObjective(factory(() => loss));

describe('describeObjective notices', () => {
  it('an objective that does nothing, or says that it learns the codes and does not', () => {
    const name = 'does something, and learns the codebook only by an update';
    expect(failures({})).toEqual([name]);
    expect(failures({ ...loss, learnsCodebook: true })).toEqual([name]);
  });

  it('a loss that is no scalar, has a path for a name, or is not finite', () => {
    const terms = (losses: Record<string, tf.Tensor>) => () => ({ losses: losses as Record<string, tf.Scalar> });
    const expected = 'gives finite named scalars, modalities: 1';
    expect(failures({ terms: () => terms({ all: tf.zeros([2]) })() })).toContain(expected);
    expect(failures({ terms: () => terms({ 'a/b': tf.scalar(0) })() })).toContain(expected);
    expect(failures({ terms: () => terms({ all: tf.scalar(NaN) })() })).toContain(expected);
  });

  it('a gradient that is not finite', () => {
    const terms: Objective['terms'] = ({ semantic }) => {
      const z = forModality(semantic, 'audio');
      return { losses: { all: tf.sqrt(tf.sum(z.sub(z))) as tf.Scalar } };
    };
    expect(failures({ terms })).toEqual([1, 2, 3].map((n) => `has finite gradients for features and parameters, modalities: ${n}`));
  });

  it('an update that writes over the codebook, or changes its shape', () => {
    const overwrite = (codebook: CodebookState) => {
      codebook.embedding.dataSync().fill(9);
      codebook.embedding.dispose();
      return codebook;
    };
    expect(failures({ updateCodebook: overwrite })).toContain(PURE);
    expect(failures({ updateCodebook: (codebook) => ({ ...codebook, emaCount: tf.zeros([1]) }) })).toEqual([PURE]);
  });

  it('chance of its own', () => {
    expect(failures({ terms: () => ({ losses: { all: tf.scalar(Math.random()) } }) })).toContain('gives the same for the same step');
  });

  it('one that does not refuse too few modalities', () => {
    expect(collectFailures(() => describeObjective(factory(() => loss), { modalities: 2 }))).toEqual(['refuses fewer modalities than 2']);
  });

  it('tensors left behind', () => {
    const leaky: Objective = { terms: (step) => ({ losses: { ...loss.terms?.(step).losses, more: tf.keep(tf.scalar(0)) } }) };
    expect(failures(leaky)).toContain('gives finite named scalars, modalities: 1');
  });
});
