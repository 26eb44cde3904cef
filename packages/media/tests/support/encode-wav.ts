/** A WAV file with 16-bit integers, or 32-bit floats with an extensible header, and a chunk of another kind before the samples. */
export function encodeWav(samples: ArrayLike<number>, { sampleRate = 16000, channels = 1, float = false } = {}): Buffer {
  const bytes = float ? 4 : 2;
  const format = Buffer.alloc(float ? 40 : 16);
  format.writeUInt16LE(float ? 0xfffe : 1, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(sampleRate, 4);
  format.writeUInt32LE(sampleRate * channels * bytes, 8);
  format.writeUInt16LE(channels * bytes, 12);
  format.writeUInt16LE(8 * bytes, 14);
  if (float) format.writeUInt16LE(3, 24);
  const data = Buffer.alloc(samples.length * bytes);
  for (let i = 0; i < samples.length; i++) {
    if (float) data.writeFloatLE(samples[i]!, 4 * i);
    else data.writeInt16LE(Math.round(samples[i]! * 32767), 2 * i);
  }
  const chunk = (name: string, content: Buffer) => {
    const head = Buffer.alloc(8);
    head.write(name, 'latin1');
    head.writeUInt32LE(content.length, 4);
    return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
  };
  const body = Buffer.concat([chunk('fmt ', format), chunk('junk', Buffer.from('odd')), chunk('data', data)]);
  const riff = chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), body]));
  return riff;
}

/** A sine of `seconds` at 16,000 Hz. */
export const sine = (hertz: number, seconds: number): Float32Array =>
  Float32Array.from({ length: 16000 * seconds }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hertz * i) / 16000));
