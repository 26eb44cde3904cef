/** Registers tests: the functions of Jest, Vitest, node:test and similar runners. */
export interface TestRunner {
  describe(name: string, body: () => void): unknown;
  it(name: string, body: () => void | Promise<void>): unknown;
}

const isRunner = (value: Partial<TestRunner> | undefined): value is TestRunner =>
  typeof value?.describe === 'function' && typeof value.it === 'function';

/** Node's modules without an import, which would break browser bundles. */
interface NodeProcess {
  readonly env: Readonly<Record<string, string | undefined>>;
  getBuiltinModule?(name: string): unknown;
}

/**
 * The runner of this test file: `describe` and `it` where they are global (Jest, Vitest with `globals: true`, Mocha), or else `node:test`
 * under `node --test`. Vitest without globals cannot be detected.
 */
export function findRunner(): TestRunner {
  const globals = globalThis as unknown as Partial<TestRunner> & { readonly process?: NodeProcess };
  if (isRunner(globals)) return globals;
  const node = globals.process?.env['NODE_TEST_CONTEXT'] === undefined ? undefined : globals.process.getBuiltinModule?.('node:test');
  if (isRunner(node as Partial<TestRunner> | undefined)) return node as TestRunner;
  throw new Error(
    'no test runner was detected: pass its functions as the last argument, { describe, it } of vitest or node:test, or run the checks without one, with runChecks',
  );
}
