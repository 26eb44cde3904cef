import { z } from 'zod';
import { folderName } from '../folder-name.js';
import { publishedFigures } from './published-figures.js';

/** Changes to a config, which {@link editsOfConfig} reads. */
const edits = {
  set: z.unknown().optional(),
  without: z.unknown().optional(),
  add: z.unknown().optional(),
};

const rowShape = z.strictObject({
  name: z.string().min(1).describe("the row's name in the table"),
  config: z.string().min(1).optional().describe("a config in place of the study's `base`"),
  ...edits,
});

/** A file of `cmg study`. */
export const studyShape = z.strictObject({
  name: folderName().describe('name of the study and of its folder'),
  title: z.string().optional().describe('of the report'),
  summary: z.string().optional().describe("a sentence or two below the report's title"),
  base: z.string().min(1).describe('the config that the rows change, by path or by the name of a ready-made one'),
  seeds: z.int().min(1).default(1).describe('each row is trained with the seeds 0, 1, ...'),
  evaluate: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('configs, by path or name, whose data and tasks the codes of each row are tried on, in place of its own'),
  published: z.array(publishedFigures).optional().describe('figures of a paper, to stand beside ours on the same data'),
  reference: z.string().optional().describe('the row that the others are compared with; default: the last'),
  ...edits,
  rows: z.array(rowShape).min(1).describe('what is trained: one line of the table each'),
});
