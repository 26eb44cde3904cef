import { describeChecks, describeLaterChecks, runChecks } from '../src/testing/check.js';
import { findRunner } from '../src/testing/test-runner.js';

const checks = [
  { name: 'holds', run: () => undefined },
  { name: 'fails later', run: () => Promise.reject(new Error('do this')) },
  {
    name: 'fails at once',
    run: () => {
      throw new Error('do that');
    },
  },
];

/** A runner that only notes what is registered. */
function recorder() {
  const tests = new Map<string, () => void | Promise<void>>();
  let group = '';
  return {
    tests,
    describe(name: string, body: () => void) {
      group = name;
      body();
    },
    it: (name: string, body: () => void | Promise<void>) => void tests.set(`${group} ${name}`, body),
  };
}

describe('checks', () => {
  it('run without a test runner', async () => {
    const told: string[] = [];
    expect(await runChecks(checks, ({ name }) => told.push(name))).toEqual([
      { name: 'holds', ok: true },
      { name: 'fails later', ok: false, message: 'do this' },
      { name: 'fails at once', ok: false, message: 'do that' },
    ]);
    expect(told).toEqual(['holds', 'fails later', 'fails at once']);
  });

  it('become tests of the runner that is given', async () => {
    const runner = recorder();
    describeChecks('sample', checks, runner);
    expect([...runner.tests.keys()]).toEqual(['sample holds', 'sample fails later', 'sample fails at once']);
    await runner.tests.get('sample holds')!();
    await expect(runner.tests.get('sample fails later')!()).rejects.toThrow('do this');
  });

  it('that come later are waited for by a test of their own, whose runner may run it at once', async () => {
    const runner = recorder();
    const later = describeLaterChecks('sample', Promise.resolve(checks), runner);
    await runner.tests.get('sample can be made')!();
    await later;
    expect(runner.tests.size).toBe(4);
  });

  it('that come later fail where they cannot be made, or come when the runner takes no more', async () => {
    const broken = recorder();
    await describeLaterChecks('broken', Promise.reject(new Error('no data')), broken);
    await expect(broken.tests.get('broken can be made')!()).rejects.toThrow('no data');
    const runner = recorder();
    const late = {
      ...runner,
      describe(name: string, body: () => void) {
        if (runner.tests.size > 0) throw new Error('tests have started');
        runner.describe(name, body);
      },
    };
    await describeLaterChecks('late', Promise.resolve(checks), late);
    await expect(runner.tests.get('late can be made')!()).rejects.toThrow('add `await` before the call');
  });
});

describe('findRunner', () => {
  const withoutGlobals = <R>(environment: string | undefined, body: () => R): R => {
    const { describe: outer, it: test } = globalThis;
    const before = process.env['NODE_TEST_CONTEXT'];
    Object.assign(globalThis, { describe: undefined, it: undefined });
    if (environment !== undefined) process.env['NODE_TEST_CONTEXT'] = environment;
    try {
      return body();
    } finally {
      Object.assign(globalThis, { describe: outer, it: test });
      if (before === undefined) delete process.env['NODE_TEST_CONTEXT'];
    }
  };

  it('takes globals, else node:test where it runs, else says what to pass', () => {
    expect(typeof findRunner().it).toBe('function');
    expect(() => withoutGlobals(undefined, findRunner)).toThrow('no test runner was detected: pass its functions');
    expect(typeof withoutGlobals('child-v8', findRunner).describe).toBe('function');
  });
});
