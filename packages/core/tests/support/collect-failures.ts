/** Runs a conformance suite on something wrong, and returns the names of the tests that fail. */
export function collectFailures(suite: () => void): string[] {
  const globals = globalThis as unknown as { describe: unknown; it: unknown };
  const { describe, it } = globals;
  const tests: [string, () => void][] = [];
  globals.describe = (_name: string, body: () => void) => body();
  globals.it = (name: string, body: () => void) => tests.push([name, body]);
  try {
    suite();
  } finally {
    Object.assign(globals, { describe, it });
  }
  return tests.flatMap(([name, body]) => {
    try {
      body();
      return [];
    } catch {
      return [name];
    }
  });
}
