import { CmgError, type Extractor, type NdArray } from '@cmg/core';
import { z } from 'zod';
import { meanVector } from './pooling.js';
import { TransformersModel } from './transformers-model.js';
import { transformersOptions } from './transformers-options.js';

const options = transformersOptions.extend({
  pooling: z.enum(['tokens', 'mean']).default('tokens').describe('a segment for each token, or one for the whole text'),
});

export type TextTransformersOptions = z.infer<typeof options>;

/** A language model of transformers.js: [F] per token (special tokens left out), or per text. BERT: F = 768. */
export const textTransformers: Extractor<TextTransformersOptions, 'text'> = {
  name: 'transformers',
  description: 'a language model of transformers.js, such as BERT or the text side of CLAP',
  kind: 'text',
  options,
  async open(chosen) {
    const model = await TransformersModel.open('AutoTokenizer', chosen);
    const { all_special_ids: all, unk_token_id: unknown } = model.prepare;
    const special = all.filter((id) => id !== unknown);
    const describe = async (text: string): Promise<NdArray> => {
      const inputs = model.prepare(text, { truncation: true });
      const ids = Array.from(inputs.input_ids.data as ArrayLike<bigint>, Number);
      const tokens = withoutSpecial(await model.run(inputs), ids, special);
      if (tokens.data.length === 0) throw new CmgError(`the tokenizer found no words in '${text}'`);
      return chosen.pooling === 'mean' ? { shape: [1, tokens.shape.at(-1) as number], data: meanVector(tokens) } : tokens;
    };
    const { shape } = await describe('one');
    return {
      format: { kind: 'text' },
      featureShape: shape.slice(1),
      fingerprint: model.fingerprint,
      extract: async ({ text }) => (await describe(text)).data as Float32Array,
      dispose: () => model.dispose(),
    };
  },
};

/** Rows [L, F] of tokens that are words; a vector for the whole text becomes one row. */
function withoutSpecial({ shape, data }: NdArray, ids: readonly number[], special: readonly number[]): NdArray {
  if (shape.length === 1) return { shape: [1, ...shape], data };
  const width = shape[1] as number;
  const kept = [...ids.keys()].filter((i) => !special.includes(ids[i] as number));
  const out = new Float32Array(kept.length * width);
  kept.forEach((from, to) => out.set(data.subarray(from * width, (from + 1) * width), to * width));
  return { shape: [kept.length, width], data: out };
}
