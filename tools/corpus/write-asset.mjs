import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { encodeSafetensors, writeFileAtomic } from '@cmg/formats';

/** Writes tensors as packages/digits/assets/NAME.safetensors.gz and prints its size. */
export async function writeAsset(name, tensors, metadata) {
  const file = fileURLToPath(new URL(`../../packages/digits/assets/${name}.safetensors.gz`, import.meta.url));
  const bytes = gzipSync(Buffer.concat(encodeSafetensors(tensors, metadata)), { level: 9 });
  await writeFileAtomic(file, bytes);
  console.log(`${file}: ${(bytes.length / 1e6).toFixed(2)} MB`);
}
