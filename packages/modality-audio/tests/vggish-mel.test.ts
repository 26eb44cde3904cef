import { readFile } from 'node:fs/promises';
import { VGGISH_PATCH, vggishMel } from '../src/index.js';
import { chirp } from './support/chirp.js';

const fixture = JSON.parse(await readFile(new URL('fixtures/vggish.json', import.meta.url), 'utf8')) as {
  logMel: Record<string, number[]>;
  logMelSum: number;
};

describe('vggishMel', () => {
  it('is what NumPy computes from the definition', () => {
    const spectrogram = vggishMel(chirp());
    expect(spectrogram.length).toBe(98 * VGGISH_PATCH.bands);
    for (const [frame, expected] of Object.entries(fixture.logMel)) {
      const row = spectrogram.subarray(Number(frame) * 64, (Number(frame) + 1) * 64);
      expected.forEach((value, band) => expect(row[band]).toBeCloseTo(value, 4));
    }
    expect(spectrogram.reduce((a, b) => a + b, 0)).toBeCloseTo(fixture.logMelSum, 0);
  });

  it('gives log 0.01 for silence, and no frame for less than a window', () => {
    expect([...vggishMel(new Float32Array(400))]).toEqual(Array(64).fill(Math.fround(Math.log(0.01))));
    expect(vggishMel(new Float32Array(399)).length).toBe(0);
  });
});
