/** The order in which the command line names the test files: the likeliest to fail comes first. */
export default class TestOrder {
  /** @param {any[]} tests */
  sort(tests) {
    const place = ({ path }) => process.argv.indexOf(path);
    return [...tests].sort((a, b) => place(a) - place(b));
  }

  cacheResults() {}
}
