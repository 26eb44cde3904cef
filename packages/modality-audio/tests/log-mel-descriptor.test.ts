import { LOG_MEL_WIDTH, type LogMel, logMelDescriptor, MEL_BANDS } from '../src/index.js';

/** 100 frames of silence with a sound from `begin` on, whose four quarters are louder and louder. */
function rising(begin: number, length: number): LogMel {
  const data = new Float32Array(100 * MEL_BANDS).fill(-75);
  for (let frame = begin; frame < begin + length; frame++) {
    const quarter = Math.floor((4 * (frame - begin)) / length);
    data.fill(-40 + 10 * quarter, frame * MEL_BANDS, (frame + 1) * MEL_BANDS);
  }
  return { data, frames: 100 };
}

describe('logMelDescriptor', () => {
  it('is the mean level of each quarter of the voiced stretch', () => {
    const described = logMelDescriptor(rising(10, 40));
    expect(described).toHaveLength(LOG_MEL_WIDTH);
    expect([0, 1, 2, 3].map((quarter) => described[quarter * MEL_BANDS])).toEqual([-40, -30, -20, -10]);
  });

  it('does not depend on when the sound comes nor, evenly slowed, on how long it lasts', () => {
    expect(logMelDescriptor(rising(3, 40))).toEqual(logMelDescriptor(rising(55, 40)));
    expect(logMelDescriptor(rising(3, 40))).toEqual(logMelDescriptor(rising(3, 80)));
  });

  it('does not tell silence from what nobody hears', () => {
    const faint: LogMel = { data: new Float32Array(100 * MEL_BANDS).map((_, i) => -76 - (i % 20)), frames: 100 };
    expect(logMelDescriptor(faint)).toEqual(new Float32Array(LOG_MEL_WIDTH).fill(-75));
  });

  it('takes the whole segment where hardly anything is voiced', () => {
    const described = logMelDescriptor(rising(0, 4));
    expect(described[MEL_BANDS]).toBe(-75);
  });

  it('takes a segment of fewer frames than quarters', () => {
    expect(logMelDescriptor({ data: new Float32Array(2 * MEL_BANDS).fill(-5), frames: 2 })).toEqual(
      new Float32Array(LOG_MEL_WIDTH).fill(-5),
    );
  });
});
