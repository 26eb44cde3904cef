import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { type Codebook, type CodebookFactory, defineCodebook } from '../src/index.js';
import { codebookChecks, describeCodebook, SAMPLE_SIZES, sampleCodebook, type SampleState } from '../src/testing/index.js';
import { failuresOf, replay } from './support/failures.js';

/** The sample; `changes` spoil it. */
const codebook = (changes: (good: Codebook<SampleState>) => Partial<Codebook<SampleState>> = () => ({})): CodebookFactory =>
  defineCodebook({
    name: 'sample',
    description: 'for tests',
    options: z.strictObject({}),
    create: (_options, { width, modalities }) => {
      const good = sampleCodebook({ ...SAMPLE_SIZES, width, modalities });
      return { ...good, ...changes(good) };
    },
  });

const failures = (changes: Parameters<typeof codebook>[0]) => failuresOf(codebookChecks(codebook(changes)));

describeCodebook(codebook());

describe('codebookChecks say what is wrong, and what to do', () => {
  it('of indices of codes that it does not have', async () => {
    expect(await failures(() => ({ codeCount: 1 }))).toEqual({
      'assigns segments to existing codes': expect.stringMatching(/^assign: indices have \d, expected 0 to 0$/),
    });
  });

  it('of codes that no modality could join, or that it would change', async () => {
    const name = 'goes on with what other modalities have learnt';
    expect(await failures(({ adopt: _, ...good }) => ({ ...good, adopt: undefined }) as never)).toEqual({
      [name]: 'shapes depend on the modalities, and adopt is missing: no modality could join a run that has learnt such codes',
    });
    const changing = (part: 'embedding' | 'sinceUse') =>
      failures(({ adopt }) => ({
        adopt: (...args) => {
          const state = adopt?.(...args) as SampleState;
          return { ...state, [part]: state[part].add(1) };
        },
      }));
    expect(await changing('embedding')).toEqual({ [name]: 'adopt: the codes are not those that were learnt' });
    expect(await changing('sinceUse')).toEqual({
      [name]: 'adopt: sinceUse is another there and back: what is of one modality goes with it',
    });
  });

  it('of a gradient that stops', async () => {
    const stopping = await failures(({ assign }) => ({
      assign: (...args) => {
        const found = assign(...args);
        return { ...found, quantized: found.quantized.mul(0).add(found.codes) };
      },
    }));
    expect(stopping).toEqual({
      'passes a finite gradient to its input':
        'the gradient of assign, quantized is 0 everywhere: pass it to z, for example straight through',
    });
  });

  it('of a table that does not explain its codes', async () => {
    expect(await failures(({ table }) => ({ table: (state) => table(state).add(1) }))).toEqual({
      'encodes segments as the sums of rows of its table': 'encode: codes are not the sums of the rows of table at its indices',
    });
  });

  it('of a state of other tensors than it names', async () => {
    expect(await failures(() => ({ countUse: ({ embedding }) => ({ embedding }) as SampleState, reset: (state) => state }))).toMatchObject({
      'starts, learns, counts and resets in finite states of the declared shapes':
        'countUse: a state of embedding, expected embedding, sinceUse: return all tensors that shapes names, and no others',
    });
  });

  it('of one that says that it leaves out what is not there, and does not', async () => {
    const all = (segments: Parameters<Codebook<SampleState>['reset']>[1]) => {
      const { present: _, ...rest } = segments;
      return rest;
    };
    expect(await failures(({ reset }) => ({ reset: (state, batch, options) => reset(state, all(batch), options) }))).toEqual({
      'takes nothing from segments that are not there': expect.stringMatching(/^reset, embedding depends on segments that are not there/),
    });
  });

  it('of draws from Math.random, of a state that is disposed, and of tensors left behind', async () => {
    expect(
      await failures(({ start }) => ({
        start: (random, samples) => ({ ...start(random, samples), sinceUse: tf.fill([2, 7], Math.random()) }),
      })),
    ).toMatchObject({
      'draws only from the given random numbers': expect.stringMatching(/^the codebook drew from Math\.random/),
    });
    const disposing = await failures(({ countUse }) => ({
      countUse: (state, batch) => {
        const next = { ...countUse(state, batch), sinceUse: tf.clone(state.sinceUse) };
        batch.semantic['video']!.dispose();
        return next;
      },
      reset: (state) => state,
    }));
    expect(disposing).toMatchObject({
      'does not change its arguments': 'the codebook disposed video, which it was given: leave that to the caller',
    });
    expect(await failures(({ start }) => ({ start: (...args) => (tf.keep(tf.scalar(1)), start(...args)) }))).toEqual({
      'leaves no tensors behind': 'start leaked 1 tensor: wrap it in tf.tidy, and do not use tf.keep or tf.variable',
    });
  });

  (tf.getBackend() === 'tensorflow' ? it : it.skip)('of a compiled step that is another', async () => {
    const failed = await failuresOf(codebookChecks(codebook(), { compile: replay }));
    expect(Object.keys(failed)).toEqual(['gives the same in a compiled step, over runs with different draws and batches']);
  });
});
