import { build } from 'esbuild';

/** The packages that run in a browser. */
export const IN_BROWSERS = ['@cmg/core', '@cmg/nn', '@cmg/codebook', '@cmg/dcid', '@cmg/mm-ema', '@cmg/baselines'];

/**
 * Bundles all of a package for browsers, from where it is installed.
 *
 * @param {string} name
 * @param {string} project
 * @returns {Promise<number>} bytes of the bundle, minified, without TensorFlow.js
 * @throws an error that lists what a browser does not have, with the file that imports it
 */
export async function bundleForBrowsers(name, project) {
  const bundle = (options) =>
    build({
      stdin: { contents: `export * from '${name}';`, resolveDir: project },
      absWorkingDir: project,
      bundle: true,
      format: 'esm',
      platform: 'browser',
      write: false,
      logLevel: 'silent',
      ...options,
    });
  await bundle();
  const { outputFiles } = await bundle({ external: ['@tensorflow/tfjs'], minify: true });
  return outputFiles[0].contents.length;
}
