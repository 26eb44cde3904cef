import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countTests } from '../lib/count-tests.mjs';

const folder = mkdtempSync(join(tmpdir(), 'cmg-count-'));
const file = join(folder, 'jest.json');
afterAll(() => rmSync(folder, { recursive: true }));

test('counts tests, and a file of tests that could not run as one failure', () => {
  writeFileSync(file, JSON.stringify({ numPassedTests: 12, numFailedTests: 2, numRuntimeErrorTestSuites: 1, numPendingTests: 4 }));
  expect(countTests(file)).toEqual({ passed: 12, failed: 3 });
});

test.each(['', '{ "numPassedTests": 1'])('a result file that says %p is a failure', (text) => {
  writeFileSync(file, text);
  expect(countTests(file)).toEqual({ passed: 0, failed: 1 });
});

test('so is one that is missing', () => {
  expect(countTests(join(folder, 'none.json'))).toEqual({ passed: 0, failed: 1 });
});
