import type { Dataset } from '@cmg/core';

/** What a model must know of its data: T and the shape of one segment's features per modality. */
export type DataShapes = Pick<Dataset, 'segments' | 'featureShapes'>;
