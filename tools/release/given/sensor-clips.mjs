/** sensors.csv and sensors/: four clips of ten seconds of an accelerometer and a gyroscope, 50 lines a second. */
import { mkdir, writeFile } from 'node:fs/promises';

await mkdir('sensors', { recursive: true });
const rows = ['id,split,label,imu'];
for (let clip = 0; clip < 4; clip++) {
  const lines = Array.from({ length: 500 }, (_, i) =>
    Array.from({ length: 6 }, (_, axis) => Math.sin(i / (5 + clip) + axis).toFixed(4)).join(','),
  );
  await writeFile(`sensors/c${clip}.csv`, `${lines.join('\n')}\n`);
  rows.push(`c${clip},train,${clip % 2 === 0 ? 'walk' : 'wave'},sensors/c${clip}.csv`);
}
await writeFile('sensors.csv', `${rows.join('\n')}\n`);
