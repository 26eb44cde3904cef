import type { Extractor, Frames, MediaKind } from '@cmg/core';
import { describeExtractor } from '@cmg/core/testing';
import {
  AutoModel,
  AutoProcessor,
  AutoTokenizer,
  ClapAudioModelWithProjection,
  ClapTextModelWithProjection,
  CLIPTextModelWithProjection,
  CLIPVisionModelWithProjection,
  SiglipTextModel,
  SiglipVisionModel,
} from '@huggingface/transformers';
import { jest } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import {
  audioClap,
  audioTransformers,
  audioWav2vec2,
  textBert,
  textClap,
  textClip,
  textMinilm,
  textSiglip,
  textTransformers,
  videoClip,
  videoSiglip,
  videoTransformers,
} from '../src/index.js';

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const open = <Options, Kind extends MediaKind>(extractor: Extractor<Options, Kind>, options: object = {}) =>
  extractor.open(extractor.options.parse(options));
async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}

describeExtractor(textBert, { options: { model: fixture('bert') } });
describeExtractor(audioWav2vec2, { options: { model: fixture('wav2vec2') } });

/** The part of transformers.js that a preset calls, in place of weights: outputs by name, of one item [1, ...]. */
function stub(
  Model: { from_pretrained: unknown },
  outputs: Record<string, { readonly dims: readonly number[]; readonly data: readonly number[] }>,
) {
  const dispose = jest.fn(() => Promise.resolve());
  const model = Object.assign(
    jest.fn((_inputs: object) => Promise.resolve(outputs)),
    { dispose },
  );
  const loaded = jest.spyOn(Model as { from_pretrained(id: string): Promise<unknown> }, 'from_pretrained').mockResolvedValue(model);
  return { model, dispose, loaded };
}

/** A tokenizer of three tokens, and a processor of sound or pictures; what they are called with. */
function stubPreparation() {
  const tokenizer = Object.assign(
    jest.fn((_text: string, _options: object) => ({ input_ids: { data: [101n, 7n, 102n] } })),
    { all_special_ids: [101, 102], unk_token_id: 100 },
  );
  const processor = Object.assign(
    jest.fn((input: object) => Promise.resolve({ input })),
    { feature_extractor: { config: { sampling_rate: 8 } } },
  );
  type Loads = { from_pretrained(id: string): Promise<unknown> };
  jest.spyOn(AutoTokenizer as unknown as Loads, 'from_pretrained').mockResolvedValue(tokenizer);
  jest.spyOn(AutoProcessor as unknown as Loads, 'from_pretrained').mockResolvedValue(processor);
  return { tokenizer, processor };
}

describe('models by their plain names', () => {
  afterEach(() => void jest.restoreAllMocks());
  const pooled = { dims: [1, 2], data: [3, 4] };
  const tokens = { dims: [1, 3, 2], data: [9, 0, 3, 4, 0, 3] };

  it.each([
    [textClip, CLIPTextModelWithProjection, 'text_embeds', 'Xenova/clip-vit-base-patch32', false],
    [textClap, ClapTextModelWithProjection, 'text_embeds', 'Xenova/clap-htsat-unfused', false],
    [textSiglip, SiglipTextModel, 'pooler_output', 'Xenova/siglip-base-patch16-224', 'max_length'],
  ])('$name: the unit vector of a text that its model compares', async (extractor, Model, output, id, padding) => {
    const { tokenizer } = stubPreparation();
    const { loaded } = stub(Model, { last_hidden_state: tokens, [output]: pooled });
    const session = await open(extractor);
    expect(loaded).toHaveBeenCalledWith(id, expect.objectContaining({ revision: 'main', dtype: 'fp32' }));
    expect(session.featureShape).toEqual([2]);
    expect(await session.extract({ kind: 'text', text: 'a dog' })).toEqual(Float32Array.of(0.6, 0.8));
    expect(tokenizer).toHaveBeenLastCalledWith('a dog', { truncation: true, padding });
  });

  it('clip, siglip: the unit vector of a picture, the mean of those of a second', async () => {
    for (const [extractor, Model, output] of [
      [videoClip, CLIPVisionModelWithProjection, 'image_embeds'],
      [videoSiglip, SiglipVisionModel, 'pooler_output'],
    ] as const) {
      stubPreparation();
      const { model } = stub(Model, { [output]: pooled });
      const session = await open(extractor, { side: 2, frames: 2 });
      expect(session.format).toMatchObject({ kind: 'video', height: 2, width: 2, framesPerSegment: 2 });
      model.mockResolvedValueOnce({ [output]: { dims: [1, 2], data: [0, 7] } });
      const segments = once<Frames>({ data: new Uint8Array(24), shape: [2, 2, 2, 3] });
      const mean = await session.extract({ kind: 'video', segments });
      expect(mean[0]).toBeCloseTo(0.3);
      expect(mean[1]).toBeCloseTo(0.9);
    }
  });

  it('clap: the unit vector of a second of sound', async () => {
    stubPreparation();
    stub(ClapAudioModelWithProjection, { audio_embeds: pooled });
    const session = await open(audioClap);
    expect(session.format).toEqual({ kind: 'audio', sampleRate: 8 });
    expect(await session.extract({ kind: 'audio', segments: once(new Float32Array(8)) })).toEqual(Float32Array.of(0.6, 0.8));
  });

  it('minilm: the mean of all tokens as a unit vector; bert: those that are words', async () => {
    stubPreparation();
    const { loaded } = stub(AutoModel, { last_hidden_state: tokens });
    const text = { kind: 'text', text: 'dog' } as const;
    const mean = await (await open(textMinilm)).extract(text);
    expect(mean[0]).toBeCloseTo(12 / Math.hypot(12, 7));
    expect(mean[1]).toBeCloseTo(7 / Math.hypot(12, 7));
    expect(await (await open(textBert)).extract(text)).toEqual(Float32Array.of(3, 4));
    expect(loaded.mock.calls.map(([id]) => id)).toEqual(['Xenova/all-MiniLM-L6-v2', 'Xenova/bert-base-uncased']);
  });

  it('wav2vec2: the mean over the frames of a second', async () => {
    stubPreparation();
    stub(AutoModel, { last_hidden_state: tokens });
    const session = await open(audioWav2vec2);
    const mean = await session.extract({ kind: 'audio', segments: once(new Float32Array(8)) });
    expect(mean[0]).toBeCloseTo(4);
    expect(mean[1]).toBeCloseTo(7 / 3);
  });

  it.each([
    ['sound', AutoModel, () => open(audioTransformers, { model: 'a/b' })],
    ['pictures', AutoModel, () => open(videoTransformers, { model: 'a/b', side: 2 })],
    ['text', AutoModel, () => open(textTransformers, { model: 'a/b' })],
  ])('a model of %s is freed where it cannot describe the first thing', async (_, Model, opening) => {
    stubPreparation();
    const { dispose } = stub(Model, { logits: pooled });
    await expect(opening()).rejects.toThrow('has no output of features\n  It has logits');
    expect(dispose).toHaveBeenCalledTimes(1);
  });
});
