/** `npm test`: sets up, checks everything and runs all tests; the last line counts them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandPhase } from './lib/phase.mjs';
import { run } from './lib/run.mjs';
import { countTests } from './lib/count-tests.mjs';
import { setup } from './setup.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'cmg-test-'));
const results = join(scratch, 'jest.json');
const modules = [process.env.NODE_OPTIONS, '--experimental-vm-modules'].filter(Boolean).join(' ');
/** Two workers at least: only a worker, not Jest itself, can be replaced when the modules of many test files fill its memory. */
const workers = [`--maxWorkers=${Math.max(2, availableParallelism() - 1)}`, '--workerIdleMemoryLimit=1GB'];
const jest = ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${results}`, ...workers, ...process.argv.slice(2)];

const installed = await setup();
// Each of both takes one core; the tests run what the second has built, and begin when it is done.
const linted = commandPhase('lint', () =>
  run('npm', ['run', '--silent', 'lint'], { env: { ...process.env, NX_DAEMON: 'false' }, inOnePiece: true }),
);
const typed = await commandPhase('typecheck', () => run('npm', ['run', '--silent', 'typecheck']));
const tested = await commandPhase('tests', () => run(process.execPath, jest, { env: { ...process.env, NODE_OPTIONS: modules } }));
const { passed, failed } = countTests(results);
rmSync(scratch, { recursive: true });

const failures = failed + [installed, typed, await linted].filter((ok) => !ok).length;
process.exitCode = tested && failures === 0 ? 0 : 1;
console.log(`${passed} passed, ${failures} failed`);
