import type { ObserverFactory, TrainingObserver, TrainingOutcome } from '../training-observer.js';
import { expectThat } from './assertions.js';
import { temporaryCache } from './cache-folder.js';
import { type Check, describeChecks } from './check.js';
import { componentChecks } from './component-checks.js';
import { withoutAsyncLeak } from './guards.js';
import { SAMPLE_CONFIG, sampleRecord, sampleStart, STEPS_PER_EPOCH, TOTAL_STEPS } from './sample-run.js';
import type { TestRunner } from './test-runner.js';

export interface ObserverCase {
  /** Options that differ from the defaults. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Methods of an observer. */
const CALLS = ['onStart', 'onStep', 'onRecord', 'onCheckpoint', 'onEpoch', 'onNote', 'onEnd'] as const;

/** Reports the sample run to an observer, from after step `from` to step `to`. */
async function follow(
  observer: TrainingObserver,
  folder: string,
  from: number,
  to: number,
  outcome: TrainingOutcome | 'failed',
): Promise<void> {
  await observer.onStart?.(sampleStart(from));
  for (let step = from + 1; step <= to; step++) {
    const done = { step, epoch: Math.ceil(step / STEPS_PER_EPOCH) };
    observer.onStep?.(done);
    await observer.onRecord?.(sampleRecord(step));
    if (step % STEPS_PER_EPOCH > 0) continue;
    await observer.onCheckpoint?.(done, `${folder}/checkpoint.safetensors`);
    await observer.onEpoch?.(done);
    await observer.onNote?.('no code is shared by audio, video');
  }
  await observer.onEnd?.(outcome);
}

/** Everything an observer must do: follow complete, interrupted, failed and resumed runs without throwing, and not change its arguments. */
export function observerChecks(factory: ObserverFactory, { options = {} }: ObserverCase = {}): Check[] {
  const using = async (body: (folder: string, create: () => TrainingObserver) => Promise<void>) => {
    const temporary = await temporaryCache();
    const folder = temporary?.path ?? 'run';
    try {
      await body(folder, () => factory.create(factory.options.parse(options), { folder, config: SAMPLE_CONFIG }));
    } finally {
      await temporary?.remove();
    }
  };
  const follows = (name: string, ...parts: (readonly [from: number, to: number, outcome: TrainingOutcome | 'failed'])[]): Check => ({
    name: `follows a run ${name}`,
    run: () =>
      using(async (folder, create) => {
        for (const part of parts) await follow(create(), folder, ...part);
      }),
  });
  return componentChecks('observer', factory, () => [
    {
      name: 'observes something',
      run: () =>
        using(async (_, create) => {
          const observer = create() as Readonly<Record<string, unknown>>;
          const has = CALLS.filter((name) => observer[name] !== undefined);
          expectThat(has.length > 0, `create returns an observer without any of the functions ${CALLS.join(', ')}`);
          for (const name of has) expectThat(typeof observer[name] === 'function', `${name} is not a function`);
        }),
    },
    follows('that finishes', [0, TOTAL_STEPS, 'finished']),
    follows('that is interrupted and resumed', [0, 3, 'interrupted'], [2, TOTAL_STEPS, 'finished']),
    follows('that fails before its first step', [0, 0, 'failed']),
    {
      name: 'does not change its arguments',
      run: () =>
        using(async (_, create) => {
          const observer = create();
          const told = { start: sampleStart(0), record: sampleRecord(1) };
          const before = JSON.stringify(told);
          await observer.onStart?.(told.start);
          await observer.onRecord?.(told.record);
          await observer.onEnd?.('finished');
          expectThat(
            JSON.stringify(told) === before,
            'it changed the start or the record that it received: other observers receive the same objects, so copy them',
          );
        }),
    },
    {
      name: 'leaves no tensors behind',
      run: () => using((folder, create) => withoutAsyncLeak('following a run', () => follow(create(), folder, 0, TOTAL_STEPS, 'finished'))),
    },
  ]);
}

/**
 * Registers {@link observerChecks} as tests.
 *
 * @param runner default: the runner of the file, see {@link TestRunner}
 */
export function describeObserver(factory: ObserverFactory, testCase: ObserverCase = {}, runner?: TestRunner): void {
  describeChecks(`observer '${factory.name}'`, observerChecks(factory, testCase), runner);
}
