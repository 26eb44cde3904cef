import { findRunner, type TestRunner } from './test-runner.js';

/** One thing that a component must do. It needs no test runner. */
export interface Check {
  readonly name: string;
  /** Throws where the component does not; the message says what was expected, what was found and what to do. */
  run(): void | Promise<void>;
}

export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  /** What is wrong, and what to do; where it is not ok. */
  readonly message?: string;
}

/** Runs checks one after the other, without a test runner; nothing is thrown. */
export async function runChecks(checks: Iterable<Check>, onResult?: (result: CheckResult) => void): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { name, run } of checks) {
    const result = await Promise.resolve()
      .then(run)
      .then(
        () => ({ name, ok: true }),
        (error: unknown) => ({ name, ok: false, message: error instanceof Error ? error.message : String(error) }),
      );
    results.push(result);
    onResult?.(result);
  }
  return results;
}

/** Registers checks as tests of the runner that is given, or found. */
export function describeChecks(title: string, checks: Iterable<Check>, runner: TestRunner = findRunner()): void {
  runner.describe(title, () => {
    for (const { name, run } of checks) runner.it(name, async () => run());
  });
}

/**
 * The same for checks that are known only once something has been opened: await it at the top level of the test file. A test of its own
 * fails where opening does, or where it was not awaited, so that no check is lost in silence.
 */
export async function describeLaterChecks(title: string, checks: Promise<Iterable<Check>>, runner: TestRunner = findRunner()): Promise<void> {
  let outcome: Error | 'ready' = new Error('its tests are not registered yet: write `await` before the call, at the top level of the test file');
  runner.describe(title, () => {
    runner.it('can be made', () => {
      if (outcome !== 'ready') throw outcome;
    });
  });
  try {
    const found = await checks;
    describeChecks(title, found, runner);
    outcome = 'ready';
  } catch (error) {
    outcome = error instanceof Error ? error : new Error(String(error));
  }
}
