import { runCommand } from './run-command.mjs';
import { setNativeDefaults } from './native-defaults.mjs';

/** The program of a fresh process: loads the package and multiplies. */
const TRIAL = `
import { createRequire } from 'node:module';
import { restoreLegacyUtil } from ${JSON.stringify(new URL('legacy-util.mjs', import.meta.url).href)};
restoreLegacyUtil();
const tf = createRequire(import.meta.url)(process.argv[1]);
if (tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).dataSync()[0] !== 3) throw new Error('error: it computes wrongly');
`;

/** Verifies in a separate process that the native package in folder `home` loads and computes; rejects with the reason. */
export async function verifyNative(home) {
  const env = { ...process.env };
  setNativeDefaults(env);
  await runCommand(process.execPath, ['--input-type=module', '--eval', TRIAL, home], { env, timeoutMs: 60_000 });
}
