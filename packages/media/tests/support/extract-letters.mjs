/**
 * `node extract-letters.mjs <manifest> <folder> <segments> <kill at> [share]`: extracts by extractors that count, one clip after the other, and
 * kills itself when so many files have their names or lines are written. Runs the built package.
 */
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const [manifest, folder, segments, killAt, share] = process.argv.slice(2);
let done = 0;
for (const name of ['rename', 'appendFile']) {
  const original = fs[name];
  fs[name] = async (...args) => {
    await original(...args);
    if (++done === Number(killAt)) process.kill(process.pid, 'SIGKILL');
  };
}
syncBuiltinESMExports();

const { extractFolder, readManifest } = await import('../../dist/index.js');
const session = (kind, format, extract) => ({
  use: kind,
  options: {},
  session: { format: { kind, ...format }, featureShape: [1], fingerprint: '1', extract, dispose: () => undefined },
});
const { extracted, kept } = await extractFolder({
  manifest,
  rows: await readManifest(manifest),
  folder,
  segments: Number(segments),
  length: 'pad',
  jobs: 1,
  ...(share && { share: {} }),
  extractors: {
    audio: session('audio', { sampleRate: 16000 }, async () => Float32Array.of(1, 2, 3)),
    text: session('text', {}, async ({ text }) => Float32Array.of(text.length)),
  },
});
console.log(`${extracted} extracted, ${kept} kept`);
