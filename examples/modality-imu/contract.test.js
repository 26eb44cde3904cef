import { describeExtractor, describeModalityPlugin } from '@cmg/core/testing';
import { csvRecording } from './csv-recording.js';
import imu from './modality-imu.js';

describeModalityPlugin(imu, { featureShape: [6, 50], options: { hidden: 8, specificWidth: 4 } });

/** Two samples a second, and a second for each seed. */
const recording = (seeds) => seeds.flatMap((seed) => [`${seed},1,2,3,4,5`, `${seed},6,7,8,9,10`]).join('\n');

describeExtractor(csvRecording, {
  options: { rate: 2 },
  media: (seeds) => ({
    kind: 'file',
    path: 'a.csv',
    onset: 0,
    offset: Infinity,
    bytes: async () => new TextEncoder().encode(recording(seeds)),
  }),
});
