import type { RunConfig } from '@cmg/core';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

/** Figures of a paper that stand beside the rows of a study on the same data. */
export const publishedFigures = z
  .strictObject({
    data: z
      .looseObject({ use: z.string().min(1) })
      .describe('the data that the figures hold for: the reader, and what its options must be'),
    modalities: z.array(z.string()).min(1).describe('those that took part'),
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

/** Whether figures of a paper stand beside what a config makes: the same data and modalities, however the config is called. */
export function holdFor({ data: { use, ...options }, modalities }: PublishedFigures, config: RunConfig): boolean {
  const own = config.data.options;
  const names = config.modalities.map(({ use }) => use);
  return (
    config.data.use === use &&
    Object.entries(options).every(([key, value]) => isDeepStrictEqual(own[key], value)) &&
    isDeepStrictEqual(names.sort(), [...modalities].sort())
  );
}
