import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeSafetensors, writeFileAtomic } from '@cmg/formats';
import { describeExtractor } from '@cmg/core/testing';
import { sineWeights } from '@cmg/test-support';
import { audioPlugin, logMel, logMelDescriptor, logMelExtractor, vggishExtractor } from '../src/index.js';
import { chirp } from './support/chirp.js';

const fixture = JSON.parse(await readFile(new URL('fixtures/vggish.json', import.meta.url), 'utf8')) as {
  embedding: number[];
  shapes: Record<string, number[]>;
};
const folder = await mkdtemp(join(tmpdir(), 'cmg-audio-'));
const weights = join(folder, 'vggish.safetensors');
await writeFileAtomic(weights, encodeSafetensors(sineWeights(fixture.shapes)));
afterAll(() => rm(folder, { recursive: true }));

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}

describeExtractor(logMelExtractor);
describeExtractor(vggishExtractor, { options: { weights } });

describe('extractors of audio', () => {
  it('are the log-mel description by default, VGGish and transformers.js', () => {
    expect(audioPlugin.extractors?.map(({ name }) => name)).toEqual(['log-mel', 'vggish', 'tfjs', 'transformers', 'clap', 'wav2vec2']);
  });

  it('describe a second by its log-mel levels', async () => {
    const session = await logMelExtractor.open({});
    const features = await session.extract({ kind: 'audio', segments: once(chirp()) });
    expect([...features]).toEqual([...logMelDescriptor(logMel(chirp(), 16000))]);
    expect(session.featureShape).toEqual([128]);
  });

  it('embed a second by VGGish as PyTorch does', async () => {
    const session = await vggishExtractor.open({ weights, lastRelu: true });
    const features = await session.extract({ kind: 'audio', segments: once(chirp()) });
    session.dispose();
    expect(session.featureShape).toEqual([5]);
    fixture.embedding.forEach((value, i) => expect(features[i]).toBeCloseTo(value, 4));
  });

  it('say that VGGish needs its weights, and which file is none', async () => {
    const open = (options: object) => vggishExtractor.open({ lastRelu: true, ...options });
    await expect(open({})).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining("'vggish' needs the option 'weights'"),
    });
    const wrong = join(folder, 'none.safetensors');
    await expect(open({ weights: wrong })).rejects.toMatchObject({ kind: 'usage', message: expect.stringContaining(wrong) });
  });
});
