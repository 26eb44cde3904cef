import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { type CodebookState, forModality, type Objective, type ObjectiveBuild, type ObjectiveFactory } from '../src/index.js';
import { describeObjective, objectiveChecks } from '../src/testing/index.js';
import { asWritten, failuresOf, replay } from './support/failures.js';

const loss: Objective = { terms: ({ semantic }) => ({ losses: { all: tf.mean(tf.square(forModality(semantic, 'audio'))) } }) };
const update: Objective = { updateCodebook: (codebook) => ({ ...codebook, sinceUse: tf.add(codebook['sinceUse']!, 1) }) };

const factory = (create: (build: ObjectiveBuild) => Objective): ObjectiveFactory => ({
  name: 'sample',
  description: 'for tests',
  options: z.strictObject({}),
  create: (_options, build) => create(build),
});

const failures = (objective: Objective) => failuresOf(objectiveChecks(factory(() => objective)));
const names = (objective: Objective) => objectiveChecks(factory(() => objective)).map(({ name }) => name);
/** Of each number of modalities. */
const each = (name: string, message: string) => Object.fromEntries([1, 2, 3].map((n) => [`${name}, modalities: ${n}`, message]));

describeObjective(
  factory(() => loss),
  { compile: asWritten },
);
describeObjective(
  factory(() => ({ ...loss, ...update })),
  { compile: asWritten },
);

/** Learns from a teacher, whose weights and count are buffers. */
const taught = factory(({ parameters, createTeacher }) => {
  const teacher = createTeacher(parameters);
  const count = parameters.buffer('count', [], () => Float32Array.of(0));
  return {
    beforeTerms: () => {
      teacher.follow(0.9);
      tf.tidy(() => count.assign(count.add(1)));
      return {};
    },
    terms: (step) => {
      const target = forModality(teacher.semantic(step), 'audio');
      return { losses: { all: tf.mean(tf.square(forModality(step.semantic, 'audio').sub(target))).mul(count) as tf.Scalar } };
    },
  };
});
describeObjective(taught, { compile: asWritten });

describe('objectiveChecks have no checks of what an objective does not do', () => {
  it('gradients without a loss, scalars without terms, a codebook without an update', () => {
    const GRADIENTS = 'has finite gradients for features and parameters, modalities: 1';
    const SCALARS = 'gives finite named scalars, modalities: 1';
    const CODEBOOK = 'gives a finite codebook of the same shapes';
    expect(names(loss)).toEqual(expect.arrayContaining([SCALARS, GRADIENTS]));
    expect(names(loss)).not.toContain(CODEBOOK);
    expect(names({ terms: () => ({ losses: {}, metrics: { all: tf.scalar(1) } }) })).not.toContain(GRADIENTS);
    expect(names(update)).toContain(CODEBOOK);
    expect(names(update)).not.toContain(SCALARS);
  });
});

describe('objectiveChecks say what is wrong, and what to do', () => {
  const SAME = "gives the same for the same step, and draws only from the step's random numbers";

  it('of an objective that does nothing, or says that it learns the codes and does not', async () => {
    const name = 'has terms or an update, and learns the codebook only in the update';
    expect(await failures({})).toEqual({ [name]: 'it does nothing: create returns neither terms nor updateCodebook' });
    expect(await failures({ ...loss, learnsCodebook: true })).toEqual({
      [name]: 'learnsCodebook is true, but updateCodebook is missing: add it, or omit learnsCodebook',
    });
  });

  it('of a metric that is not a scalar, has a name of other characters, or is not finite', async () => {
    const metrics = (given: Record<string, tf.Tensor>) =>
      failures({ terms: (step) => ({ ...loss.terms!(step), metrics: given as Record<string, tf.Scalar> }) });
    const SCALARS = 'gives finite named scalars';
    expect(await metrics({ all: tf.zeros([2]) })).toEqual(
      each(SCALARS, "metric 'all': expected [], got [2]: a scalar, such as the mean over batch and segments"),
    );
    expect(await metrics({ 'a b': tf.scalar(0) })).toEqual(
      each(SCALARS, "metric 'a b': use letters, digits and dashes, parts joined by /"),
    );
    expect(await metrics({ all: tf.scalar(NaN) })).toEqual(
      each(SCALARS, "metric 'all' has NaN: guard logarithms, roots and quotients, the gradient of a root at 0 is infinite"),
    );
  });

  it('of a gradient that is not finite, or a loss that depends on nothing', async () => {
    const GRADIENTS = 'has finite gradients for features and parameters';
    const root: Objective['terms'] = ({ semantic }) => {
      const z = forModality(semantic, 'audio');
      return { losses: { all: tf.sqrt(tf.sum(z.sub(z))) as tf.Scalar } };
    };
    const infinite = await failures({ terms: root });
    expect(Object.keys(infinite)).toEqual(Object.keys(each(GRADIENTS, '')));
    expect(infinite[`${GRADIENTS}, modalities: 1`]).toMatch('the gradient of semantic of audio has NaN');
    const constant = await failures({ terms: () => ({ losses: { all: tf.scalar(1) } }) });
    expect(Object.keys(constant)).toEqual(Object.keys(each(GRADIENTS, '')));
  });

  it('of hidden variables', async () => {
    const hidden = factory(() => {
      const scale = tf.variable(tf.scalar(2));
      return { terms: (step) => ({ losses: { all: loss.terms!(step).losses['all']!.mul(scale) } }) };
    });
    expect(await failuresOf(objectiveChecks(hidden))).toEqual({
      'makes all its variables in the given scope':
        '1 variables are outside the scope: make them with build.parameters.variable, so that they are trained and saved',
    });
  });

  it('of an update that disposes of the codebook, or changes its shape', async () => {
    const disposing = (codebook: CodebookState) => {
      codebook['sinceUse']?.dispose();
      return { ...codebook, sinceUse: tf.ones([3, 7]) };
    };
    expect(await failures({ updateCodebook: disposing })).toMatchObject({
      'does not change its arguments': "the objective disposed the codebook's sinceUse, which it was given: leave that to the caller",
    });
    expect(await failures({ updateCodebook: (codebook) => ({ ...codebook, sinceUse: tf.zeros([1]) }) })).toEqual({
      'gives a finite codebook of the same shapes':
        'updateCodebook, sinceUse: expected [3, 7], got [1]: return all tensors of the state, in their shapes',
    });
  });

  it('of draws from Math.random, and of state between calls', async () => {
    const adding = (value: () => number): Objective => ({
      terms: (step) => ({ losses: { all: loss.terms!(step).losses['all']!.add(value()) } }),
    });
    expect(await failures(adding(() => Math.random()))).toEqual({
      [SAME]:
        'the objective drew from Math.random: draw from context.random inside hostValue (tf.randomNormal, tf.dropout and the like use Math.random without a seed)',
    });
    let count = 0;
    expect(await failures(adding(() => count++))).toEqual({
      [SAME]: "loss 'all' differs for the same step: draw only from step.random, and keep no state between calls",
    });
  });

  it('of one that does not refuse too few modalities', async () => {
    expect(
      await failuresOf(
        objectiveChecks(
          factory(() => loss),
          { modalities: 2 },
        ),
      ),
    ).toEqual({
      'refuses fewer modalities than 2':
        "create does not refuse 1 modalities: throw a CmgError of kind 'usage' that says how many it needs",
    });
  });

  it('of one that says that it leaves out what is not there, and does not', async () => {
    expect(await failures({ ...loss, readsPresent: true })).toEqual({
      'takes nothing from segments that are not there, and passes no gradient to them':
        "loss 'all' depends on segments that are not there: read step.present, or leave readsPresent out",
    });
    const summed: Objective['terms'] = ({ semantic, present }) => {
      const z = forModality(semantic, 'audio');
      const there = present === undefined ? tf.ones(z.shape.slice(0, 2)) : forModality(present, 'audio');
      return { losses: { all: tf.div(tf.sum(tf.mul(z, there.expandDims(2))), tf.sum(present?.['text'] ?? there)) as tf.Scalar } };
    };
    expect(await failures({ readsPresent: true, terms: summed })).toEqual({
      'gives finite numbers for a batch that lacks a modality, or has no pair': expect.stringMatching(
        /^loss 'all' has -?Infinity: the mean of no segments is not their sum over 0$/,
      ),
    });
  });

  it('of tensors left behind', async () => {
    const leaky: Objective = { terms: (step) => ({ ...loss.terms!(step), metrics: { more: tf.keep(tf.scalar(0)) } }) };
    expect(await failures(leaky)).toEqual({
      'leaves no tensors behind': 'terms leaked 1 tensor: wrap it in tf.tidy, and do not use tf.keep or tf.variable',
    });
  });

  (tf.getBackend() === 'tensorflow' ? it : it.skip)('of a compiled step that is another', async () => {
    const failed = await failuresOf(
      objectiveChecks(
        factory(() => loss),
        { compile: replay },
      ),
    );
    expect(Object.keys(failed)).toEqual(['gives the same in a compiled step, over runs with different draws and batches']);
    expect(Object.values(failed)[0]).toMatch("loss 'all' differs in run 2 of the compiled step");
  });
});
