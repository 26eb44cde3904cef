import { performance } from 'node:perf_hooks';

/** Runs checks and prints a line for each when it ends; at the end, a summary. */
export class Report {
  #results = [];
  #skipped = [];

  /**
   * @param {string} scenario
   * @param {string} check
   * @param {() => Promise<string | void>} work resolves to a note; throws where something is wrong
   * @returns {Promise<boolean>} whether all is well
   */
  async check(scenario, check, work) {
    const started = performance.now();
    const result = await work().then(
      (note) => ({ ok: true, note }),
      (error) => ({ ok: false, note: error.message }),
    );
    const seconds = (performance.now() - started) / 1000;
    this.#results.push({ scenario, check, seconds, ...result });
    const [note, ...rest] = (result.note ?? '').split('\n');
    console.log([`${result.ok ? '✔' : '✖'} ${scenario}  ${check} ${note && `${note} `}(${seconds.toFixed(1)} s)`, ...rest].join('\n    '));
    return result.ok;
  }

  /** A block that is not run, which the summary tells. */
  skip(place, reason) {
    this.#skipped.push(`${place}: ${reason}`);
  }

  /** Prints what was skipped and what failed. @returns {number} how many checks failed */
  summarise() {
    if (this.#skipped.length > 0) console.log(`\nNot run, as the documents say:\n${this.#skipped.map((line) => `  ${line}`).join('\n')}`);
    const failed = this.#results.filter(({ ok }) => !ok);
    if (failed.length > 0)
      console.log(`\nFailed:\n${failed.map(({ scenario, check, note }) => `  ${scenario}  ${check}: ${note.split('\n')[0]}`).join('\n')}`);
    console.log(`\n${this.#results.length - failed.length} checks passed, ${failed.length} failed`);
    return failed.length;
  }
}
