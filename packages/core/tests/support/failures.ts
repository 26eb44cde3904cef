import { keep } from '@tensorflow/tfjs';
import type { Compile, Check } from '../../src/testing/index.js';
import { runChecks } from '../../src/testing/index.js';

/** The message of each failing check, by its name. */
export async function failuresOf(checks: Iterable<Check>): Promise<Record<string, string>> {
  const failed = (await runChecks(checks)).filter(({ ok }) => !ok);
  return Object.fromEntries(failed.map(({ name, message = '' }) => [name, message]));
}

/** Imitates recording of a function that depends on its JavaScript: it repeats the first run's results. */
export const replay: Compile = (f) => {
  let first: ReturnType<typeof f> | undefined;
  return {
    run: (inputs) => {
      first ??= Object.fromEntries(Object.entries(f(inputs)).map(([name, tensor]) => [name, keep(tensor.clone())]));
      return Object.fromEntries(Object.entries(first).map(([name, tensor]) => [name, tensor.clone()]));
    },
    dispose: () => Object.values(first ?? {}).forEach((tensor) => tensor.dispose()),
  };
};

/** A function as it is. */
export const asWritten: Compile = (f) => ({ run: f, dispose: () => undefined });
