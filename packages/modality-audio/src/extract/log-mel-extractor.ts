import type { Extractor } from '@cmg/core';
import { portableLogMel } from './portable-log-mel.js';

/** {@link portableLogMel}, which needs no weights. */
export const logMelExtractor: Extractor<Record<string, never>, 'audio'> = {
  ...portableLogMel,
  open: async (options) => portableLogMel.openWith(options, new Map()),
  weights: async () => new Map(),
};
