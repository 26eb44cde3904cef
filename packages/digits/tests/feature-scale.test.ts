import { type Dataset, type ModalityPlugin, Random } from '@cmg/core';
import { featurize, openExtractor } from '@cmg/media';
import { audioPlugin } from '@cmg/modality-audio';
import { textPlugin } from '@cmg/modality-text';
import { videoPlugin } from '@cmg/modality-video';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { drawClipTable } from '../src/clip-table.js';
import { loadDigitAssets } from '../src/digit-assets.js';
import { ByteRows, FloatRows } from '../src/feature-rows.js';
import { FeatureScale } from '../src/feature-scale.js';
import { FramePool } from '../src/frame-pool.js';
import { Handwriting } from '../src/handwriting.js';
import { SoundPool } from '../src/sound-pool.js';
import { Speech } from '../src/speech.js';
import { digitsReader } from '../src/index.js';

describe('FeatureScale', () => {
  // Columns of sound: 1, 3 (mean 2, deviation 1) and 0, 8 (mean 4, deviation 4), the rest 0; all values of frames: 0 or 51.
  const sound = new Float32Array(256);
  sound.set([1, 0]);
  sound.set([3, 8], 128);
  const train = { audio: new FloatRows(sound, 128), video: new ByteRows(Uint8Array.of(0, 255), Float32Array.of(0.2)) };
  const scale = FeatureScale.ofTraining(train, { audio: Int32Array.of(0, 1), video: Int32Array.of(0), text: Int32Array.of() });

  it('standardises sound value by value, divides frames by their deviation and leaves words', () => {
    const audio = new Float32Array(128);
    audio.set([4, 12]);
    expect([...scale.values('audio', audio)].slice(0, 3)).toEqual([2, 2, 0]);
    expect(scale.values('video', Float32Array.of(51, 0))[0]).toBeCloseTo(2, 5); // deviation 25.5
    expect([...scale.values('text', Float32Array.of(7))]).toEqual([7]);
  });

  it('does the same to pools', () => {
    const { audio, video } = scale.pools(train);
    expect([...audio.data.subarray(0, 2)]).toEqual([-1, -1]);
    const row = new Float32Array(2);
    video.copy(0, row, 0);
    expect(row[1]).toBeCloseTo(2, 5);
  });
});

describe('digits as a target for other media', () => {
  const options = digitsReader.options.parse({
    clips: { train: 4, val: 1, test: 1 },
    handwritings: { train: 3, val: 3, test: 3 },
    voices: { train: 1, val: 1, test: 1 },
  });
  let folder: string;
  let digits: Dataset;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-digits-'));
    digits = await digitsReader.open(options, { cacheDir: folder });
  });
  afterAll(async () => {
    await digits.close();
    await rm(folder, { recursive: true });
  });

  /** Features of a medium as the corpus has them. */
  async function features(plugin: ModalityPlugin, source: string) {
    const extractor = await openExtractor(plugin, digits.extractors![plugin.name]);
    const { data, shape } = await featurize(digits, plugin.name, source, extractor);
    extractor.session.dispose();
    expect(shape).toEqual([1, 10, ...digits.featureShapes[plugin.name]!]);
    return data;
  }
  const firstSegment = async (modality: string) => {
    const { data, shape } = await digits.read('train', modality, [0]);
    return data.subarray(0, data.length / shape[1]!);
  };

  it('understands a picture: a frame of its own gives its own features', async () => {
    const random = new Random(options.seed);
    const assets = await loadDigitAssets();
    const own = { ...options, voices: options.voices.train, handwritings: options.handwritings.train };
    const frames = new FramePool(new Handwriting(assets.handwriting), 'train', own, random.fork('frames'));
    const sounds = new SoundPool(new Speech(assets.speech), 'train', own, random.fork('sounds'));
    const { rows } = drawClipTable('train', options, sounds, frames, random.fork('clips'));
    const file = join(folder, 'frame.png');
    await sharp(frames.frame(rows.video[0]!).pixels, { raw: { width: 56, height: 56, channels: 1 } })
      .png()
      .toFile(file);
    const [theirs, expected] = [await features(videoPlugin, file), await firstSegment('video')];
    // The corpus keeps maps as bytes: errors of up to 1/510 of the largest value.
    const largest = expected.reduce((a, b) => Math.max(a, b), 0);
    expect(largest).toBeGreaterThan(1);
    expected.forEach((value, i) => expect(Math.abs(theirs[i]! - value)).toBeLessThanOrEqual(largest / 500));
  });

  it('understands a sentence: its words have its own vectors', async () => {
    const { segmentClasses } = await digits.labels('train');
    const at = segmentClasses['text']!.findIndex((label) => label >= 0);
    const [clip, segment] = [Math.floor(at / 10), at % 10];
    const word = digits.classes[segmentClasses['text']![at]!]!;
    const { data } = await digits.read('train', 'text', [clip]);
    const theirs = await features(textPlugin, `${'word '.repeat(segment)}${word.toUpperCase()}!`);
    expect([...theirs.subarray(segment * 64, segment * 64 + 64)]).toEqual([...data.subarray(segment * 64, segment * 64 + 64)]);
  });

  it('understands a sound: silence is far below what training clips hold', async () => {
    const file = join(folder, 'silence.wav');
    const header = Buffer.from('524946460000000057415645666d74201000000001000100803e0000007d00000200100064617461007d0000', 'hex');
    await writeFile(file, Buffer.concat([header, Buffer.alloc(32000)]));
    const values = await features(audioPlugin, file);
    expect(values.every(Number.isFinite)).toBe(true);
    expect(values.reduce((a, b) => a + b, 0) / values.length).toBeLessThan(-0.2);
  });
});
