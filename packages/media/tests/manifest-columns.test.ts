import { manifestColumns } from '../src/index.js';

const rows = [
  { id: 'a', split: 'train', sources: { imu: 'a.csv', image: 'a.png' } },
  { id: 'b', split: 'train', sources: { img: 'b.png', audio: 'b.wav' } },
];

describe('manifestColumns', () => {
  it('takes a column of any modality that is known, a picture for a video, and names the others', () => {
    expect(manifestColumns(rows, ['audio', 'video', 'text', 'imu'])).toEqual({ modalities: ['audio', 'video', 'imu'], unknown: ['img'] });
    expect(manifestColumns(rows, ['audio'])).toEqual({ modalities: ['audio'], unknown: ['imu', 'image', 'img'] });
  });
});
