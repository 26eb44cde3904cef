import { appendFileSync } from 'node:fs';
import { afterAll, expect } from '@jest/globals';

const { CMG_TEST_RESULTS = '', CMG_MUTANT } = process.env;

/** Which functions a test file runs, one line of JSON to the file that `CMG_TEST_RESULTS` names. */
if (CMG_MUTANT === undefined) {
  globalThis.reached = new Set();
  afterAll(() => {
    const { testPath: test } = expect.getState();
    appendFileSync(CMG_TEST_RESULTS, `${JSON.stringify({ test, reached: [...globalThis.reached] })}\n`);
  });
}
