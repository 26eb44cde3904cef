import { runCmg } from './support/run-cmg.js';

test('a pipe gets no colours, also where CI or FORCE_COLOR is set', async () => {
  const { code, stderr } = await runCmg(['config', 'check', '--config', '/nowhere.yaml'], undefined, { CI: '1', FORCE_COLOR: '1' });
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/^error: /);
});
