import { keep } from '@tensorflow/tfjs';
import type { Compile, Check } from '../../src/testing/index.js';
import { runChecks } from '../../src/testing/index.js';

/** What each failing check says, by its name. */
export async function failuresOf(checks: Iterable<Check>): Promise<Record<string, string>> {
  const failed = (await runChecks(checks)).filter(({ ok }) => !ok);
  return Object.fromEntries(failed.map(({ name, message = '' }) => [name, message]));
}

/** What recording does to a function whose JavaScript matters: the first run's results are given again. */
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
