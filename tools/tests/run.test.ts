import { run } from '../lib/run.mjs';

test.each([
  ['', 0],
  ['process.exit(7)', 7],
  ['process.kill(process.pid, "SIGTERM")', 143],
])('a command that does %p ends with %i', async (script, code) => {
  await expect(run(process.execPath, ['-e', script])).resolves.toBe(code);
});

test('a command that is not installed is an error', async () => {
  await expect(run('no-such-command-here', [])).rejects.toThrow(/ENOENT/);
});
