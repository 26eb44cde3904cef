/** `node add-for-ever.mjs <folder>`: adds clip after clip, and prints which are acknowledged. Runs the built package. */
import { VectorIndex } from '../../dist/index.js';

const index = await VectorIndex.open(process.argv[2], { write: true, create: { width: 2, about: {} } });
for (let i = index.size; ; i++) {
  await index.add([{ id: String(i), modality: 'audio', vector: Float32Array.of(Math.cos(i), Math.sin(i)) }]);
  process.stdout.write(`${i}\n`);
}
