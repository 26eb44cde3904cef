import { isFileName } from '../src/table/is-file-name.js';
import { Findings, STRICT } from '../src/table/finding-reporter.js';

describe('isFileName', () => {
  it.each(['a', '-a b', '...'])('takes %j', (name) => expect(isFileName(name, 'w', STRICT)).toBe(true));
  it.each(['', '..', 'a/b', '../a', '/a'])('refuses %j', (name) => {
    const report = new Findings();
    expect(isFileName(name, 'w', report)).toBe(false);
    expect(report.list).toHaveLength(1);
  });
});
