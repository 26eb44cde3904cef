import { jest } from '@jest/globals';
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

test('commands at the same time each print in one piece', async () => {
  const printed: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed.push(String(chunk));
    return true;
  });
  const script = (name: string) => `console.log("${name}1"); setTimeout(() => console.error("${name}2"), 300)`;
  await Promise.all(['a', 'b'].map((name) => run(process.execPath, ['-e', script(name)], { inOnePiece: true })));
  write.mockRestore();
  expect(printed.sort()).toEqual(['a1\na2\n', 'b1\nb2\n']);
});
