import { findRunner, type TestRunner } from './test-runner.js';

/** One requirement of a component. It needs no test runner. */
export interface Check {
  readonly name: string;
  /** Throws if the component fails; the message says what was expected, what was found and what to do. */
  run(): void | Promise<void>;
}

export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  /** What is wrong and what to do, if not ok. */
  readonly message?: string;
}

/** Runs checks one after the other, without a test runner; nothing is thrown. */
export async function runChecks(checks: Iterable<Check>, onResult?: (result: CheckResult) => void): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    const { name } = check;
    const result = await Promise.resolve()
      .then(() => check.run())
      .then(
        () => ({ name, ok: true }),
        (error: unknown) => ({ name, ok: false, message: error instanceof Error ? error.message : String(error) }),
      );
    results.push(result);
    onResult?.(result);
  }
  return results;
}

/** Registers checks as tests of the given or detected runner. */
export function describeChecks(title: string, checks: Iterable<Check>, runner: TestRunner = findRunner()): void {
  runner.describe(title, () => {
    for (const check of checks) runner.it(check.name, async () => check.run());
  });
}

/**
 * The same for checks that are known only once something has been opened: await it at the top level of the test file. A test of its own
 * fails where opening does, or where the runner had started before the checks were known. It waits for them, as node:test runs it at once.
 */
export async function describeLaterChecks(
  title: string,
  checks: Promise<Iterable<Check>>,
  runner: TestRunner = findRunner(),
): Promise<void> {
  const failure = checks
    .then((found) => register(title, found, runner))
    .then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
  runner.describe(title, () => {
    runner.it('can be made', async () => {
      const failed = await failure;
      if (failed !== undefined) throw failed.error;
    });
  });
  await failure;
}

function register(title: string, checks: Iterable<Check>, runner: TestRunner): void {
  try {
    describeChecks(title, checks, runner);
  } catch (cause) {
    throw new Error('its tests come too late for the test runner: add `await` before the call, at the top level of the test file', {
      cause,
    });
  }
}
