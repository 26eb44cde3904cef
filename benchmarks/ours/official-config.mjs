/** @import { ModelCase } from '../types.ts' */

/** The official code's settings as a config, for the shapes of a case. @param {ModelCase} benchmark */
export function officialConfig({ modalities, width, codes, batch, bound = 'sampled' }) {
  const video = { clubWidth: 512, spatialPooling: 'sum', residual: 'relu' };
  return {
    name: 'benchmark',
    data: 'digits',
    modalities: Object.entries(modalities).map(([use, { specificWidth }]) => ({ use, specificWidth, ...(use === 'video' ? video : {}) })),
    width,
    codebook: { size: codes, initial: 'uniform' },
    objectives: [
      { use: 'reconstruction', targetGradient: 'flow' },
      { use: 'commitment', weight: 2 },
      { use: 'cross-commitment', weight: 2 },
      { use: 'club', bound, steps: 5 },
      { use: 'cross-cpc', layers: 2, candidates: 'contexts', selfWeight: 0.1 },
      { use: 'cmcm', variant: 'official', weight: 0.5 },
      { use: 'mm-ema', pairing: 'aligned', order: 'sequential' },
      { use: 'code-reset', rule: 'any', patience: 300, donor: 'active-code', activeWithin: 100, writes: 'codes' },
    ],
    training: { batchSize: batch },
  };
}
