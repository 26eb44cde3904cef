import { performance } from 'node:perf_hooks';

/** Runs checks and prints a line for each when it ends; at the end, a table. */
export class Report {
  #results = [];
  #skipped = [];
  #started = performance.now();

  /**
   * @param {string} scenario
   * @param {string} check
   * @param {() => Promise<string | void>} work resolves to a note; throws if something is wrong
   * @returns {Promise<boolean>} whether all is well
   */
  async check(scenario, check, work) {
    const started = performance.now();
    const result = await work().then(
      (note = '') => ({ ok: true, note }),
      (error) => ({ ok: false, note: error.message }),
    );
    const seconds = (performance.now() - started) / 1000;
    this.#results.push({ scenario, check, seconds, ...result });
    const [first, ...rest] = `${result.ok ? '✔' : '✖'} ${scenario}: ${check} (${seconds.toFixed(1)} s) ${result.note}`.split('\n');
    console.log([first.trimEnd(), ...rest.map((line) => `    ${line}`)].join('\n'));
    return result.ok;
  }

  /** A block that is not run, which the summary tells. */
  skip(place, reason) {
    this.#skipped.push(`${place}: ${reason}`);
  }

  /** Prints a table of all scenarios, what was skipped and what failed. @returns {number} how many checks failed */
  summarise() {
    const scenarios = [...new Set(this.#results.map(({ scenario }) => scenario))];
    const width = Math.max(...scenarios.map((name) => name.length));
    console.log(`\n${'scenario'.padEnd(width)}  checks  seconds`);
    for (const scenario of scenarios) {
      const results = this.#results.filter((result) => result.scenario === scenario);
      const passed = `${results.filter(({ ok }) => ok).length}/${results.length}`;
      const seconds = results.reduce((sum, result) => sum + result.seconds, 0).toFixed(1);
      console.log(`${scenario.padEnd(width)}  ${passed.padStart(6)}  ${seconds.padStart(7)}`);
    }
    if (this.#skipped.length > 0) console.log(['', 'Not run, as the documents say:', ...this.#skipped].join('\n'));
    const failed = this.#results.filter(({ ok }) => !ok);
    if (failed.length > 0) {
      console.log(
        ['', 'Failed:', ...failed.map(({ scenario, check, note }) => `${scenario}: ${check}: ${note.split('\n')[0]}`)].join('\n'),
      );
    }
    const minutes = ((performance.now() - this.#started) / 60_000).toFixed(1);
    console.log(`\n${this.#results.length - failed.length} checks passed, ${failed.length} failed, in ${minutes} minutes`);
    return failed.length;
  }
}
