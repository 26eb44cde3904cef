import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { COMMAND, runCmg } from './support/run-cmg.js';

test('a pipe gets no colours, also where CI or FORCE_COLOR is set', async () => {
  const { code, stderr } = await runCmg(['config', 'check', '--config', '/nowhere.yaml'], undefined, { CI: '1', FORCE_COLOR: '1' });
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/^error: /);
});

(existsSync('/dev/full') ? test : test.skip)('an output that cannot be written makes it fail, with a sentence', async () => {
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, [COMMAND, 'config', 'schema'], { stdio: ['ignore', full, 'pipe'] });
  let told = '';
  child.stderr!.on('data', (text: Buffer) => (told += text.toString()));
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
  expect(told).toMatch(/^error: the output cannot be written: ENOSPC[^\n]*\n$/);
  closeSync(full);
});

test.each(['stdout', 'stderr'] as const)('a reader of %s that leaves early neither ends the command nor makes it fail', async (stream) => {
  const child = spawn(process.execPath, [COMMAND, 'config', 'schema'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child[stream].destroy();
  let rest = '';
  child[stream === 'stdout' ? 'stderr' : 'stdout'].on('data', (text: Buffer) => (rest += text.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(code).toBe(0);
  expect(rest).toMatch(stream === 'stdout' ? /^$/ : /^\{/);
});
