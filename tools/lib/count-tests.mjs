import { readFileSync } from 'node:fs';

/**
 * Counts the tests in a result file that Jest wrote. A test file that could not run counts as one failure, as does a
 * result file that is missing: Jest itself could not run.
 */
export function countTests(file) {
  let results;
  try {
    results = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1 };
  }
  return { passed: results.numPassedTests, failed: results.numFailedTests + results.numRuntimeErrorTestSuites };
}
