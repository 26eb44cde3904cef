/** What can be generated. */
export const KINDS = ['modality', 'objective', 'dataset', 'task', 'extractor', 'codebook', 'observer'] as const;

export type Kind = (typeof KINDS)[number];
