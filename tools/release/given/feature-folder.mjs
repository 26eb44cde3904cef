/** features/: what `cmg extract` leaves, of four clips with sound and words. */
import { mkdir, writeFile } from 'node:fs/promises';
import { Random } from '@cmg/core';
import { encodeNpy } from '@cmg/formats';

const rows = ['id,split,label,onset,offset,audio,text'];
for (const [clip, label] of ['bell', 'dog', 'bell', 'dog'].entries()) {
  rows.push(`c${clip},train,${label},2,6,audio/c${clip}.npy,text/c${clip}.npy`);
  for (const [modality, width] of Object.entries({ audio: 128, text: 64 })) {
    await mkdir(`features/${modality}`, { recursive: true });
    const data = new Random(0).fork(modality, clip).uniforms(10 * width, -1, 1);
    await writeFile(`features/${modality}/c${clip}.npy`, encodeNpy({ shape: [10, width], data }));
  }
}
await writeFile('features/manifest.csv', `${rows.join('\n')}\n`);
