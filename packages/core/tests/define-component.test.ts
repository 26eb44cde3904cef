import { z } from 'zod';
import { defineExtractor, defineModality, defineObjective, defineTask, type Extractor, inMemory, type Task } from '../src/index.js';

/** Compiles only if both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_same: Same<A, B>): void => undefined;

const options = z.strictObject({ hidden: z.int().default(8), names: z.array(z.string()).default([]) });
interface Options {
  hidden: number;
  names: string[];
}

describe('define…', () => {
  it('gives functions the type of their options by the schema', () => {
    const task = defineTask({
      name: 'count',
      description: 'counts',
      options,
      async targets(given) {
        same<typeof given, Options>(true);
        return inMemory({ data: new Float32Array(given.hidden), shape: [given.hidden] });
      },
      createHead({ names }) {
        same<typeof names, string[]>(true);
        throw new Error(names.join());
      },
    });
    same<typeof task, Task<Options>>(true);
    const anyTask: Task = task;
    expect(anyTask).toBe(task);

    const objective = defineObjective({
      name: 'pull',
      description: 'pulls',
      options,
      create: (given, { width }) => ({ terms: () => ({ losses: {}, scale: given.hidden * width }) }),
    });
    expect(objective.options.parse({})).toEqual({ hidden: 8, names: [] });
  });

  it('keeps the kind of media of an extractor', () => {
    const extractor = defineExtractor({
      name: 'loud',
      description: 'loudness',
      options,
      kind: 'audio',
      open: () => Promise.reject(new Error()),
    });
    same<typeof extractor, Extractor<Options, 'audio'>>(true);
    expect(extractor.kind).toBe('audio');
  });

  it('refuses at once what lacks a part, naming the component', () => {
    const broken = { name: 'depth', description: 'depth', options, features: { axes: ['F'], description: 'depth' } };
    expect(() => defineModality(broken as never)).toThrow(
      "'depth': is not a modality plugin: createSemanticEncoder is missing: (options, build) => SemanticEncoder; createSpecificEncoder is missing: (options, build) => SpecificEncoder; createDecoder is missing: (options, build) => Decoder",
    );
  });

  it('leaves a frozen component as it is', () => {
    const frozen = Object.freeze({ name: 'pull', description: 'pulls', options, create: () => ({}) });
    expect(defineObjective(frozen)).toBe(frozen);
  });
});
