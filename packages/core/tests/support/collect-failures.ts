type Test = readonly [name: string, body: () => void | Promise<void>];

/** Runs a conformance suite on something wrong, and returns the names of the tests that fail. */
export function collectFailures(suite: () => void): string[] {
  return testsOf(suite).flatMap(([name, body]) => {
    try {
      body();
      return [];
    } catch {
      return [name];
    }
  });
}

/** The same for a suite of asynchronous tests. */
export async function collectAsyncFailures(suite: () => void): Promise<string[]> {
  const failed: string[] = [];
  for (const [name, body] of testsOf(suite)) {
    try {
      await body();
    } catch {
      failed.push(name);
    }
  }
  return failed;
}

function testsOf(suite: () => void): Test[] {
  const globals = globalThis as unknown as { describe: unknown; it: unknown };
  const { describe, it } = globals;
  const tests: Test[] = [];
  globals.describe = (_name: string, body: () => void) => body();
  globals.it = (...test: Test) => tests.push(test);
  try {
    suite();
  } finally {
    Object.assign(globals, { describe, it });
  }
  return tests;
}
