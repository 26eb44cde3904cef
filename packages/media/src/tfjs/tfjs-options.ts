import { z } from 'zod';

/** Options of all extractors that run a TensorFlow.js model. */
export const tfjsOptions = z.strictObject({
  model: z
    .string()
    .min(1)
    .optional()
    .describe('folder or URL of a model.json of TensorFlow.js, or the path of one in an installed package'),
  layer: z.string().min(1).optional().describe("layer or node whose output to use; default: the model's output"),
});

export type TfjsOptions = z.infer<typeof tfjsOptions>;
