import type { PortableExtractor } from '@cmg/core';
import { z } from 'zod';
import { tableSession } from './table-session.js';
import { quantisedTable } from './table-tensors.js';

/** The shipped GloVe vector of each word, [100]; of an unknown word its spelling: see {@link WordDescriber}. */
export const portableGlove: PortableExtractor<Record<string, never>, 'text'> = {
  name: 'glove',
  description: 'a shipped GloVe vector for each English word, [100]; other words by their spelling',
  kind: 'text',
  options: z.strictObject({}),
  openWith: (_options, tensors) => tableSession(quantisedTable(tensors)),
};
