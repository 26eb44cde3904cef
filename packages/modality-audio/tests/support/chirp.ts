/** The second of sound that the fixtures were computed from: two rising tones at 16,000 Hz. */
export const chirp = (): Float32Array =>
  Float32Array.from({ length: 16000 }, (_, i) => {
    const t = i / 16000;
    return 0.4 * Math.sin(2 * Math.PI * (300 + 2500 * t) * t) + 0.1 * Math.sin(2 * Math.PI * 6000 * t * t);
  });
