import { build } from 'esbuild';

/** The packages that run in a browser. */
export const IN_BROWSERS = ['@cmg/core', '@cmg/nn', '@cmg/codebook', '@cmg/dcid', '@cmg/mm-ema', '@cmg/baselines'];

/** What Node has in every module, and no browser. */
const NODE_GLOBALS = ['process', 'Buffer', 'global', 'setImmediate', '__dirname', '__filename'];
const marked = (name) => `only_node_has_${name}`;

/**
 * Bundles all of a package for browsers, from where it is installed.
 *
 * @param {string} name
 * @param {string} project
 * @returns {Promise<number>} bytes of the bundle, minified, without TensorFlow.js
 * @throws an error that names what a browser does not have, and for modules of Node the file that imports them
 */
export async function bundleForBrowsers(name, project) {
  const bundle = async (options) => {
    const stdin = { contents: `export * from '${name}';`, resolveDir: project };
    const always = { bundle: true, format: 'esm', platform: 'browser', minify: true, write: false, logLevel: 'silent' };
    const { outputFiles } = await build({ stdin, absWorkingDir: project, ...always, ...options }).catch(atTheirPlaces);
    return outputFiles[0].text;
  };
  await bundle();
  const own = await bundle({
    external: ['@tensorflow/tfjs'],
    define: Object.fromEntries(NODE_GLOBALS.map((global) => [global, marked(global)])), // wherever it is not a variable
  });
  const used = NODE_GLOBALS.filter((global) => own.includes(marked(global)));
  if (used.length > 0) throw new Error(`uses ${used.join(', ')}, which only Node has`);
  return Buffer.byteLength(own);
}

function atTheirPlaces({ errors }) {
  throw new Error(errors.map(({ location, text }) => (location === null ? text : `${location.file}:${location.line}: ${text}`)).join('\n'));
}
