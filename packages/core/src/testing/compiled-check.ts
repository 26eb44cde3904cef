import * as tf from '@tensorflow/tfjs';
import { Random } from '../random.js';
import { StepRandom } from '../step-random.js';
import { differenceOf, fail, type Numbers, numbersByName } from './assertions.js';
import type { Check } from './check.js';

/** Tensors by name. */
export type NamedTensors = Readonly<Record<string, tf.Tensor>>;

/** The part of `compile` of `@cmg/runtime` that the checks use. */
export type Compile = (
  f: (inputs: NamedTensors) => NamedTensors,
  options: { readonly constants: readonly tf.Tensor[] },
) => { run(inputs: NamedTensors): NamedTensors; dispose(): void };

/** A component's training step, built anew for each way to run it. */
export interface CompilableStep {
  /** Constant tensors from outside: codes that a head reads. */
  readonly constants?: readonly tf.Tensor[];
  step(inputs: NamedTensors): NamedTensors;
  dispose(): void;
}

/** Rounding may differ: a graph sums in another order. */
const TOLERANCE = 1e-4;
const RUNS = 3;

/**
 * Checks that a training step gives the same results, run by run, compiled or not. Empty without `compile` or native TensorFlow:
 * elsewhere a compiled step is the step itself.
 *
 * @param build builds the step, which draws from the given random numbers
 * @param inputsOf makes the inputs of each run, with the same names and shapes
 */
export function compiledChecks(
  compile: Compile | undefined,
  build: (random: Random) => CompilableStep | Promise<CompilableStep>,
  inputsOf: (run: number) => (() => NamedTensors) | Promise<() => NamedTensors>,
): Check[] {
  if (compile === undefined || tf.getBackend() !== 'tensorflow') return [];
  // Each result passes through an operation: a step may also return a number that nothing was computed from.
  const computed = (tensors: NamedTensors): NamedTensors =>
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tf.mul(tensor, 1)]));
  const run = async () => {
    const random = new StepRandom(new Random(5));
    const [plain, recorded] = [await build(random), await build(random)];
    const compiled = compile((given) => computed(recorded.step(given)), { constants: recorded.constants ?? [] });
    try {
      for (let number = 0; number < RUNS; number++) {
        const inputs = await inputsOf(number);
        const numbers = (step: CompilableStep['step']): Numbers => {
          random.seek('step', number);
          let result: Numbers = {};
          tf.tidy(() => void (result = numbersByName(step(inputs()))));
          return result;
        };
        const name = differenceOf(
          numbers((given) => plain.step(given)),
          numbers((given) => compiled.run(given)),
          TOLERANCE,
        );
        if (name === undefined) continue;
        fail(
          `${name} differs in run ${number + 1} of the compiled step: its JavaScript runs once, while it is recorded; draw and count inside hostValue, take no branch that differs from step to step`,
        );
      }
    } finally {
      compiled.dispose();
      plain.dispose();
      recorded.dispose();
    }
  };
  return [{ name: 'gives the same in a compiled step, over runs with different draws and batches', run }];
}
