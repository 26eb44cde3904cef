import { appendFileSync } from 'node:fs';

const { CMG_TEST_RESULTS = '' } = process.env;

/** What each test file took and whether it failed, one line of JSON to the file that `CMG_TEST_RESULTS` names. */
export default class ReportResults {
  onTestResult(_test, { testFilePath: test, numFailingTests, testExecError, perfStats }) {
    const failed = numFailingTests > 0 || testExecError !== undefined;
    appendFileSync(CMG_TEST_RESULTS, `${JSON.stringify({ test, failed, seconds: perfStats.runtime / 1000 })}\n`);
  }
}
