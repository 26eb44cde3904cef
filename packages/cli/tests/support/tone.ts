/** Two seconds of a tone at 16,000 Hz as WAV. */
export function tone(hertz: number): Buffer {
  // RIFF, WAVE; fmt: 16 bytes, PCM, 1 channel, 16000 Hz, 32000 bytes a second, 2 bytes a sample, 16 bits.
  const head = Buffer.from('524946460000000057415645666d74201000000001000100803e0000007d000002001000', 'hex');
  const samples = Buffer.alloc(2 * 32000);
  for (let i = 0; i < 32000; i++) samples.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * hertz * i) / 16000)), 2 * i);
  const data = Buffer.alloc(8);
  data.write('data', 'latin1');
  data.writeUInt32LE(samples.length, 4);
  return Buffer.concat([head, data, samples]);
}
