/** `npm run parity -- FOLDER [--backend native|wasm|js]`: sets up, then checks our runs against recorded ones of the official code. */
import { run } from './lib/run.mjs';
import { setup } from './setup.mjs';

process.exitCode = (await setup()) ? await run(process.execPath, ['packages/parity/bin/parity.mjs', ...process.argv.slice(2)]) : 1;
