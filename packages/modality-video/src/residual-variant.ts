import type { ResidualVariant } from '@cmg/nn';
import type { VideoOptions } from './video-options.js';

/** The residual block that an option selects. */
export const RESIDUAL_VARIANT: Readonly<Record<VideoOptions['residual'], ResidualVariant>> = { identity: 'improved', relu: 'official' };
