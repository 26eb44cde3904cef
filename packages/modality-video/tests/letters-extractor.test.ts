import type { Frames } from '@cmg/core';
import { describeExtractor } from '@cmg/core/testing';
import * as tf from '@tensorflow/tfjs';
import { lettersExtractor, loadLetterNetwork, videoPlugin } from '../src/index.js';

/** A grey level per pixel and frame, as RGB. */
const level = (frame: number, pixel: number) => (pixel * 7 + frame * 90) % 256;

async function* segment(frames: number): AsyncGenerator<Frames> {
  const data = Uint8Array.from({ length: frames * 56 * 56 * 3 }, (_, i) =>
    level(Math.floor(i / (56 * 56 * 3)), Math.floor(i / 3) % (56 * 56)),
  );
  yield { data, shape: [frames, 56, 56, 3] };
}

describeExtractor(lettersExtractor, { options: { frames: 2 } });

describe('lettersExtractor', () => {
  it('is the default of video', () => {
    expect(videoPlugin.extractors?.map(({ name }) => name)).toEqual(['letters', 'vgg19', 'tfjs', 'transformers', 'clip', 'siglip']);
  });

  it("gives the mean of the shipped network's maps of grey frames", async () => {
    const session = await lettersExtractor.open({ frames: 3, background: 'white' });
    const features = await session.extract({ kind: 'video', segments: segment(3) });
    session.dispose();
    const network = await loadLetterNetwork();
    const expected = tf.tidy(() => {
      const frames = Float32Array.from({ length: 3 * 56 * 56 }, (_, i) => level(Math.floor(i / (56 * 56)), i % (56 * 56)) / 255);
      return tf.mean(network.apply(tf.tensor3d(frames, [3, 56, 56])), 0).dataSync();
    });
    network.dispose();
    expect(features.length).toBe(7 * 7 * 64);
    features.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 4));
    expect(Math.max(...features)).toBeGreaterThan(0.5);
  });

  it('weighs colours by brightness', async () => {
    const session = await lettersExtractor.open({ frames: 1, background: 'white' });
    const of = async (colour: readonly number[]) => {
      const pixel = (i: number) => (Math.floor(i / 3) % 56 < 28 ? colour[i % 3]! : 0);
      const segments = (async function* (): AsyncGenerator<Frames> {
        yield { data: Uint8Array.from({ length: 56 * 56 * 3 }, (_, i) => pixel(i)), shape: [1, 56, 56, 3] };
      })();
      return session.extract({ kind: 'video', segments });
    };
    // 0.299 x 50 + 0.587 x 150 = 103.
    const [green, grey] = [await of([50, 150, 0]), await of([103, 103, 103])];
    session.dispose();
    expect(Math.max(...green.map((value, i) => Math.abs(value - grey[i]!)))).toBeLessThan(1e-4);
  });
});
