import { CmgError, type Extractor, type ExtractorSession, type NdArray } from '@cmg/core';
import { z } from 'zod';
import { openSession } from './open-session.js';
import { meanVector } from './pooling.js';
import { type Recipe, scaled } from './recipe.js';
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
  open: (chosen) => openText(chosen),
};

/** @throws CmgError of kind `usage` where the model cannot be loaded or is none of text */
export async function openText(chosen: TextTransformersOptions, recipe: Recipe = {}): Promise<ExtractorSession<'text'>> {
  const model = await TransformersModel.open('AutoTokenizer', chosen);
  const { all_special_ids: all, unk_token_id: unknown } = model.prepare;
  const special = recipe.specialTokens ? [] : all.filter((id) => id !== unknown);
  const { padding = false } = recipe;
  const describe = async (text: string): Promise<NdArray<Float32Array>> => {
    const inputs = model.prepare(text, { truncation: true, padding });
    const ids = Array.from(inputs.input_ids.data as ArrayLike<bigint>, Number);
    const tokens = withoutSpecial(await model.run(inputs), ids, special);
    if (tokens.data.length === 0) throw new CmgError(`the tokenizer found no words in '${text}'`);
    return scaled(chosen.pooling === 'mean' ? { shape: [1, tokens.shape.at(-1) as number], data: meanVector(tokens) } : tokens, recipe);
  };
  return openSession<'text'>(model, async () => ({
    format: { kind: 'text' },
    featureShape: (await describe('one')).shape.slice(1),
    extract: async ({ text }) => (await describe(text)).data,
  }));
}

/** Rows [L, F] of tokens that are words; a vector for the whole text becomes one row. */
function withoutSpecial({ shape, data }: NdArray<Float32Array>, ids: readonly number[], special: readonly number[]): NdArray<Float32Array> {
  if (shape.length === 1) return { shape: [1, ...shape], data };
  const width = shape[1] as number;
  const kept = [...ids.keys()].filter((i) => !special.includes(ids[i] as number));
  const out = new Float32Array(kept.length * width);
  kept.forEach((from, to) => out.set(data.subarray(from * width, (from + 1) * width), to * width));
  return { shape: [kept.length, width], data: out };
}
