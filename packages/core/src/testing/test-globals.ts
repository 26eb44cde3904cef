/** What the suites need of an assertion; Jest's and Vitest's `expect` both have it. */
export interface Matchers {
  toBe(expected: unknown): void;
  toEqual(expected: unknown): void;
  toMatch(expected: RegExp): void;
  toBeLessThanOrEqual(expected: number): void;
  toThrow(expected?: unknown): void;
  readonly not: Matchers;
}

/** The global functions of a test runner. */
export interface TestGlobals {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => void | Promise<void>): void;
  expect(value: unknown): Matchers;
}

/** The running test runner's globals, so that this package depends on none. */
export function testGlobals(): TestGlobals {
  const { describe, it, expect } = globalThis as unknown as Partial<TestGlobals>;
  if (describe === undefined || it === undefined || expect === undefined) {
    throw new Error('call this in a test file, of a runner that has describe, it and expect as globals');
  }
  return { describe, it, expect };
}
