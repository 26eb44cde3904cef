import type { CodeCache } from '../codes/cache-codes.js';
import type { SplitOption } from './split-of.js';
import { measuredSplit, transferOptions } from './transfer-options.js';

/** The modalities of the encoder that a head can be trained on, and measured on: those that the task's splits have. */
export function availableModalities(
  { encoder, dataset }: Pick<CodeCache, 'encoder' | 'dataset'>,
  options: unknown,
): { readonly from: string[]; readonly to: string[] } {
  const settings = transferOptions.parse(options);
  const having = (splits: SplitOption) =>
    encoder.modalities.filter((modality) => {
      const split = typeof splits === 'string' ? splits : splits[modality];
      if (split === undefined || !(modality in dataset.featureShapes)) return false;
      return dataset.splitModalities?.[split]?.includes(modality) ?? true;
    });
  return { from: having(settings.trainSplit), to: having(measuredSplit(settings)) };
}
