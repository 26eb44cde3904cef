/** `npm start [-- options]`: sets up, then runs `cmg demo` with those options. */
import { run } from './lib/run.mjs';
import { setup } from './setup.mjs';

process.exitCode = (await setup()) ? await run(process.execPath, ['packages/cli/bin/cmg.mjs', 'demo', ...process.argv.slice(2)]) : 1;
