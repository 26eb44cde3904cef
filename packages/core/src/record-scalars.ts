import type { TrainingRecord, ValidationRecord } from './training-record.js';

const prefixed = (prefix: string, values: Readonly<Record<string, number>>) =>
  Object.entries(values).map(([name, value]) => [`${prefix}/${name}`, value] as const);

const validationScalars = ({ total, losses, retrieval, codes }: ValidationRecord) => [
  ['validation/loss/total', total] as const,
  ...prefixed('validation/loss', losses),
  ...prefixed('validation/retrieval', retrieval ? { ...retrieval.directions, mean: retrieval.mean, chance: retrieval.chance } : {}),
  ...prefixed('validation/codes-in-use', { ...codes.used, all: codes.usedByAll }),
];

/** The numbers of a record by name, in groups that a `/` ends: `loss/total`, `codes-in-use/audio`, `validation/retrieval/mean`. */
export function recordScalars(record: TrainingRecord): Record<string, number> {
  return Object.fromEntries([
    ['loss/total', record.total],
    ...prefixed('loss', record.losses),
    ...prefixed('metric', record.metrics),
    ...prefixed('gradient-norm', record.gradientNorms),
    ...prefixed('codes-in-use', { ...record.codes.used, all: record.codes.usedByAll }),
    ...prefixed('perplexity', record.codes.perplexity),
    ['training/learning-rate', record.learningRate],
    ['training/clips-per-second', record.clipsPerSecond],
    ...(record.validation ? validationScalars(record.validation) : []),
  ]);
}
