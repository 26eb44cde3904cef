import { z } from 'zod';

/** Options of all transformers.js extractors. */
export const transformersOptions = z.strictObject({
  model: z.string().min(1).optional().describe('folder of an exported model, or its id on the Hugging Face hub'),
  class: z.string().default('AutoModel').describe('class of transformers.js that loads it, e.g. ClapAudioModelWithProjection'),
  output: z
    .string()
    .optional()
    .describe('which of its outputs to use; default: last_hidden_state, else audio_embeds, image_embeds or text_embeds'),
  dtype: z.enum(['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4']).default('fp32').describe('which of its weight files to use'),
  revision: z.string().default('main').describe('branch, tag or commit on the hub'),
});

export type TransformersOptions = z.infer<typeof transformersOptions>;
