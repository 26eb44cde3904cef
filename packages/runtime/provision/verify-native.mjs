import { delimiter } from 'node:path';
import { tfjsModules } from './native-package.mjs';
import { setNativeDefaults } from './native-defaults.mjs';
import { runCommand } from './run-command.mjs';

/** The program of a fresh process: loads the package and multiplies. */
const TRIAL = `
import { restoreLegacyUtil } from ${JSON.stringify(new URL('legacy-util.mjs', import.meta.url).href)};
import { loadNative } from ${JSON.stringify(new URL('native-package.mjs', import.meta.url).href)};
restoreLegacyUtil();
const [folder, npmName] = process.argv.slice(1);
const tf = loadNative(npmName, folder);
if (tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).dataSync()[0] !== 3) throw new Error('error: it computes wrongly');
`;

/**
 * Verifies in a separate process that the native package loads from `folder`, wherever that lies, with the project's
 * tfjs and computes; rejects with the reason.
 */
export async function verifyNative(folder, npmName) {
  const env = { ...process.env, NODE_PATH: [tfjsModules(), process.env.NODE_PATH].filter(Boolean).join(delimiter) };
  setNativeDefaults(env);
  await runCommand(process.execPath, ['--input-type=module', '--eval', TRIAL, folder, npmName], { env, timeoutMs: 60_000 });
}
