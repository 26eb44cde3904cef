/** `npm run docs`: the API site, in docs/site. What builds it is installed at the first call, apart from the workspace. */
import { join } from 'node:path';
import { dependenciesAreCurrent } from '../lib/dependencies.mjs';
import { run } from '../lib/run.mjs';

const HERE = import.meta.dirname;

if (!dependenciesAreCurrent(HERE)) {
  const code = await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', HERE]);
  if (code !== 0) process.exit(code);
}
const typedoc = join(HERE, 'node_modules/typedoc/bin/typedoc');
process.exit(await run(process.execPath, [typedoc, '--options', join(HERE, 'typedoc.config.mjs')]));
