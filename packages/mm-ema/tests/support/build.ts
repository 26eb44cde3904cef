import type { ObjectiveBuild } from '@cmg/core';

/** What an objective of this package reads of a build. */
export const build = (...modalities: string[]) => ({ modalities }) as unknown as ObjectiveBuild;
