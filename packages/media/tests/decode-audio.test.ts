import { writeFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { decodeAudio } from '../src/decode/decode-audio.js';
import { decodeLive } from '../src/decode/decode-live.js';
import { collect } from './support/collect.js';
import { encodeWav, sine } from './support/encode-wav.js';
import { HAS_FFMPEG } from '@cmg/test-support';
import { Readable } from 'node:stream';
import { temporaryFolder } from './support/temporary-folder.js';

const path = await temporaryFolder();
const FORMAT = { kind: 'audio', sampleRate: 16000 } as const;

async function decode(name: string, wav: Buffer): Promise<Float32Array[]> {
  await writeFile(path(name), wav);
  return collect(decodeAudio(path(name), FORMAT).segments);
}

describe('decodeAudio', () => {
  it('reads WAV in seconds, without ffmpeg; half a second at the end is one, filled up with silence', async () => {
    const samples = sine(440, 2.5);
    const segments = await decode('a.wav', encodeWav(samples));
    expect(segments.map(({ length }) => length)).toEqual([16000, 16000, 16000]);
    expect(segments[1]![100]).toBeCloseTo(samples[16100]!, 4);
    expect(segments[2]![7999]).toBeCloseTo(samples[39999]!, 4);
    expect(segments[2]!.subarray(8000).every((value) => value === 0)).toBe(true);
    expect((await decode('b.wav', encodeWav(sine(440, 2.4)))).length).toBe(2);
    expect((await decode('c.wav', encodeWav(sine(440, 0.1)))).length).toBe(1);
  });

  it('takes the mean of the channels, of integers and of floats', async () => {
    const stereo = Float32Array.from({ length: 32000 }, (_, i) => (i % 2 === 0 ? 0.75 : -0.25));
    for (const float of [false, true]) {
      const [segment] = await decode('stereo.wav', encodeWav(stereo, { channels: 2, float }));
      expect(segment!.length).toBe(16000);
      expect([segment![0], segment![15999]].every((value) => Math.abs(value! - 0.25) < 1e-4)).toBe(true);
    }
  });

  it('says where there is no sound', async () => {
    await expect(decode('empty.wav', encodeWav([]))).rejects.toThrow(`${path('empty.wav')}: contains no sound`);
  });

  it.each([0, 0xffffffff])('reads to the end where a pipe left the length %i in the header', async (length) => {
    const wav = encodeWav(sine(440, 2));
    wav.writeUInt32LE(length, wav.indexOf('data') + 4);
    expect((await decode('pipe.wav', wav)).length).toBe(2);
  });

  it('refuses sound of which more than a second is missing, and remarks on less', async () => {
    const wav = encodeWav(sine(440, 3));
    await expect(decode('cut.wav', wav.subarray(0, 40_000))).rejects.toThrow(
      `${path('cut.wav')}: is damaged: it ends after 1.2 s, its header says 3.0 s`,
    );
    await writeFile(path('short.wav'), wav.subarray(0, 90_000));
    const notes: string[] = [];
    const segments = await collect(decodeAudio(path('short.wav'), FORMAT, { onNote: (note) => notes.push(note) }).segments);
    expect([segments.length, notes]).toEqual([3, [`${path('short.wav')}: it ends after 2.8 s, its header says 3.0 s`]]);
  });

  it('refuses samples that are no finite numbers, and says where', async () => {
    const samples = sine(440, 2);
    samples[24000] = NaN;
    await expect(decode('nan.wav', encodeWav(samples, { float: true }))).rejects.toThrow('the first at 1.50 s');
  });

  (HAS_FFMPEG ? describe : describe.skip)('with ffmpeg', () => {
    it('gives the samples of a WAV file that it would read itself', async () => {
      const samples = sine(440, 1.5);
      await writeFile(path('same.wav'), encodeWav(samples));
      spawnSync('ffmpeg', ['-v', 'error', '-i', path('same.wav'), path('same.flac')]);
      const [own, theirs] = await Promise.all(['same.wav', 'same.flac'].map((name) => collect(decodeAudio(path(name), FORMAT).segments)));
      expect(theirs!.length).toBe(2);
      theirs!.forEach((segment, i) => expect([...segment]).toEqual([...own![i]!]));
    });

    it('gives of a stream what it gives of its file, from the first sample on', async () => {
      const file = encodeWav(sine(440, 1.5));
      await writeFile(path('streamed.wav'), file);
      const stream = { kind: 'stream', bytes: Readable.from([file.subarray(0, 100), file.subarray(100)]) } as const;
      const [own, heard] = await Promise.all([
        collect(decodeAudio(path('streamed.wav'), FORMAT).segments),
        collect(decodeLive(stream, FORMAT).segments),
      ]);
      expect(heard.map((segment) => [...segment])).toEqual(own.map((segment) => [...segment]));
      const nothing = { kind: 'stream', bytes: Readable.from([encodeWav(new Float32Array(0))]) } as const;
      await expect(collect(decodeLive(nothing, FORMAT).segments)).rejects.toThrow('the stream');
    });

    it('says that a video holds no sound', async () => {
      spawnSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'color=red:s=16x16:d=1', '-c:v', 'ffv1', path('silent.mkv')]);
      await expect(collect(decodeAudio(path('silent.mkv'), FORMAT).segments)).rejects.toThrow(`${path('silent.mkv')}: contains no sound`);
    });

    it('brings another sample rate to the wanted one', async () => {
      const rate = 44100;
      const samples = Float32Array.from({ length: 2 * rate }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 1000 * i) / rate));
      const segments = await decode('44.wav', encodeWav(samples, { sampleRate: rate }));
      expect(segments.length).toBe(2);
      const power = segments[0]!.reduce((sum, value) => sum + value * value, 0) / 16000;
      expect(power).toBeCloseTo(0.125, 2);
      const crossings = segments[0]!.filter((value, i, all) => i > 0 && value >= 0 && all[i - 1]! < 0).length;
      expect(Math.abs(crossings - 1000)).toBeLessThanOrEqual(2);
    });
  });
});
