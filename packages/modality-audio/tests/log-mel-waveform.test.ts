import { logMel, MEL_BANDS, SILENCE } from '../src/extract/log-mel.js';
import { logMelWaveform } from '../src/extract/log-mel-waveform.js';

const RATE = 16000;

/** Half a second at 300 Hz, then half a second at 3,000 Hz. */
const tones = Float32Array.from({ length: RATE }, (_, i) => 0.5 * Math.sin((2 * Math.PI * (i < RATE / 2 ? 300 : 3000) * i) / RATE));

/** The loudest band of each frame, and how loud it is. */
function peaks({ data, frames }: ReturnType<typeof logMel>) {
  return Array.from({ length: frames }, (_, frame) => {
    const bands = data.subarray(frame * MEL_BANDS, (frame + 1) * MEL_BANDS);
    const loudest = Math.max(...bands);
    return { band: bands.indexOf(loudest), loudest };
  });
}

test('sounds as loud and as high as the sound that the spectrogram is of', () => {
  const spectrogram = logMel(tones, RATE);
  const waveform = logMelWaveform(spectrogram, RATE);
  expect(waveform).toHaveLength((spectrogram.frames - 1) * 160 + 400);
  const [expected, found] = [peaks(spectrogram), peaks(logMel(waveform, RATE))];
  const near = expected.filter(({ band, loudest }, i) => Math.abs(band - found[i]!.band) <= 1 && Math.abs(loudest - found[i]!.loudest) < 6);
  expect(near.length).toBeGreaterThan(0.9 * expected.length);
});

test('silence stays silent, the loudest is not overdriven, and it is the same each time', () => {
  const silence = logMelWaveform({ data: new Float32Array(20 * MEL_BANDS).fill(SILENCE), frames: 20 }, RATE);
  expect(Math.max(...silence.map(Math.abs))).toBeLessThan(1e-3);
  const loud = { data: new Float32Array(20 * MEL_BANDS).fill(20), frames: 20 };
  const waveform = logMelWaveform(loud, RATE);
  expect(Math.max(...waveform.map(Math.abs))).toBeLessThanOrEqual(1);
  expect(logMelWaveform(loud, RATE)).toEqual(waveform);
});
