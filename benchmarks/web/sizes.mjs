/** `node benchmarks/web/sizes.mjs`: what packages weigh in a page, bundled and minified by Vite, in KB of gzip. A Markdown table. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { ROOT } from '../../tools/lib/run.mjs';

/** What a page imports. */
const CASES = {
  'core: named random numbers': "export { Random } from '@cmg/core';",
  'codebook: VectorQuantizer': "export { VectorQuantizer } from '@cmg/codebook';",
  'dcid: CLUB and Cross-CPC': "export { club, crossCpc } from '@cmg/dcid';",
  'mm-ema: all': "export * from '@cmg/mm-ema';",
  'modality-audio: encoders, log-mel': "export { audioPlugin, portableLogMel } from '@cmg/modality-audio';",
  'web: loadRun': "export { loadRun } from '@cmg/web';",
};

const external = (names) => (id) => names.some((name) => id === name || id.startsWith(`${name}/`));
const TFJS = '@tensorflow/tfjs';

/** Bytes of gzip of the scripts of a bundle. */
async function sizeOf(code, without) {
  const folder = mkdtempSync(join(ROOT, 'benchmarks/web/.bundle-'));
  try {
    writeFileSync(join(folder, 'entry.mjs'), code);
    await build({
      root: folder,
      configFile: false,
      logLevel: 'error',
      build: {
        outDir: join(folder, 'out'),
        minify: 'esbuild',
        lib: { entry: join(folder, 'entry.mjs'), formats: ['es'], fileName: 'bundle' },
        rollupOptions: { external: external(without), onwarn: () => undefined },
      },
    });
    const files = readdirSync(join(folder, 'out')).filter((file) => /\.m?js$/.test(file));
    return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, 'out', file))).length, 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;

console.log('| what a page imports | our code | with zod | with zod and tfjs |\n|---|---|---|---|');
for (const [name, code] of Object.entries(CASES)) {
  const own = await sizeOf(code, [TFJS, 'zod']);
  const zod = await sizeOf(code, [TFJS]);
  const all = await sizeOf(code, []);
  console.log(`| ${name} | ${kilobytes(own)} | ${kilobytes(zod)} | ${kilobytes(all)} |`);
}
