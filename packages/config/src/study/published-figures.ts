import { z } from 'zod';

/** Figures of a paper that stand beside the rows of a study on the same data. */
export const publishedFigures = z
  .strictObject({
    base: z.string().min(1).describe("the study's base, or what --data puts in its place, that the figures hold for"),
    task: z.string().min(1).describe("the table that they stand in, such as 'ave: classification'"),
    directions: z
      .array(z.tuple([z.string(), z.string()]))
      .min(1)
      .describe('labelled and measured modality of each figure'),
    rows: z.record(z.string(), z.array(z.number())).describe('of each row one figure for each direction, in percent'),
  })
  .superRefine(({ directions, rows }, context) => {
    for (const [name, figures] of Object.entries(rows)) {
      if (figures.length === directions.length) continue;
      const message = `expected ${directions.length} figures, one for each direction; got ${figures.length}`;
      context.addIssue({ code: 'custom', path: ['rows', name], message });
    }
  });

export type PublishedFigures = z.output<typeof publishedFigures>;
