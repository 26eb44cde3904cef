/** data/activities/: recordings of a wrist sensor with their sound, as the reader `activities` expects them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { Random } from '@cmg/core';
import { encodeNpy } from '@cmg/formats';

const root = 'data/activities';
const clips = Array.from({ length: 12 }, (_, clip) => ({
  id: `c${clip}`,
  split: clip < 8 ? 'train' : 'test',
  activity: clip % 2 === 0 ? 'walk' : 'wave',
}));
for (const [modality, shape] of Object.entries({ imu: [10, 6], audio: [12, 128] })) {
  await mkdir(`${root}/${modality}`, { recursive: true });
  for (const { id } of clips) {
    const data = new Random(0).fork(modality, id).uniforms(shape[0] * shape[1], -1, 1);
    await writeFile(`${root}/${modality}/${id}.npy`, encodeNpy({ shape, data }));
  }
}
const lines = clips.map(({ id, split, activity }) => `${id},${split},${activity}\n`);
await writeFile(`${root}/clips.csv`, ['id,split,activity\n', ...lines]);
