import * as tf from '@tensorflow/tfjs';
import type { Extractor, ExtractorSession, Media, MediaFormat } from '../extractor.js';
import { Random } from '../random.js';
import { describeComponent } from './describe-component.js';
import { testGlobals } from './test-globals.js';

export interface ExtractorCase {
  /** Options with which it opens: weights or a model, where it needs them. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Media with a segment for each seed, where noise will not do: an extractor of kind `file` alone knows what its files hold. */
  readonly media?: (seeds: readonly number[]) => Media | Promise<Media>;
}

/** Media of noise, one segment a seed; of texts, a word a seed. */
function mediaOf(format: MediaFormat, seeds: readonly number[]): Media {
  if (format.kind === 'text') return { kind: 'text', text: seeds.map((seed) => ['dog', 'bark', 'night'][seed]).join(' ') };
  const each = async function* <T>(make: (random: Random) => T): AsyncGenerator<T> {
    for (const seed of seeds) yield make(new Random(seed));
  };
  if (format.kind === 'audio') {
    return { kind: 'audio', segments: each((random) => Float32Array.from({ length: format.sampleRate }, () => random.uniform(-0.5, 0.5))) };
  }
  if (format.kind === 'file') throw new Error("an extractor of kind 'file' is tested with files: give describeExtractor the case's `media`");
  const { framesPerSegment, height, width } = format;
  const shape = [framesPerSegment, height, width, 3] as const;
  const size = framesPerSegment * height * width * 3;
  return { kind: 'video', segments: each((random) => ({ shape, data: Uint8Array.from({ length: size }, () => random.integer(0, 256)) })) };
}

/** The suite that each extractor must pass: shapes, order of segments, repeatability, no leaks. */
export function describeExtractor(extractor: Extractor, { options = {}, media }: ExtractorCase = {}): void {
  const { describe, it, expect } = testGlobals();
  const made = async ({ format }: ExtractorSession, seeds: readonly number[]) => media?.(seeds) ?? mediaOf(format, seeds);
  const withSession = async (body: (session: ExtractorSession, size: number) => Promise<void>) => {
    const before = tf.memory().numTensors;
    const session = await extractor.open(extractor.options.parse(options));
    try {
      await body(session, session.featureShape.reduce((a, b) => a * b, 1));
    } finally {
      session.dispose();
    }
    expect(tf.memory().numTensors).toBe(before);
  };

  describe(`extractor '${extractor.name}' of ${extractor.kind}`, () => {
    describeComponent(extractor);

    it('asks for the kind of media that it names, and frees all tensors', () =>
      withSession(async ({ format, fingerprint }) => {
        expect(format.kind).toBe(extractor.kind);
        expect(typeof fingerprint).toBe('string');
      }));

    it('gives a row of finite features for each segment, in order', () =>
      withSession(async (session, size) => {
        const rows = async (...seeds: number[]) => [...(await session.extract(await made(session, seeds)))];
        const [together, first, second] = [await rows(0, 1), await rows(0), await rows(1)];
        expect(together.length).toBe(2 * size);
        expect(together.every(Number.isFinite)).toBe(true);
        // The words of a text may depend on each other, seconds may not.
        if (session.format.kind === 'text') return;
        const alone = [...first, ...second];
        expect(Math.max(...together.map((value, i) => Math.abs(value - alone[i]!)))).toBeLessThanOrEqual(1e-4);
      }));

    it('gives the same features to the same media', () =>
      withSession(async (session) => {
        const features = () => made(session, [2]).then((one) => session.extract(one));
        expect([...(await features())]).toEqual([...(await features())]);
      }));
  });
}
