import { CODEBOOK_NAMES } from './codebook-buffers.js';
import type { OfficialNames } from './names/official-name.js';
import { type OfficialCheckpoint, tensorsOf } from './official-checkpoint.js';

/** Why an official parameter is unused, by patterns of its name; the first match counts. */
const REASONS: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^encoder\/\w+_self_att\.encoder_layer\./, 'a template that the official code copies and never runs'],
  [/^decoder\/\w+_semantic_decoder\./, 'a supervised head that pre-training never runs'],
  [
    /^encoder\/video_semantic_encoder\.(affine_video_self|affine_video_ave|ave_v_att)\./,
    'weights of a softmax over a single element, without effect',
  ],
  [/^(club_\w+|cpc)\//, 'a network of an objective that this model does not have'],
];

/**
 * The tensors of a checkpoint that a model does not use, `<module>/<name>`, each with the reason;
 * `unknown` if the official code does not have it either.
 */
export function unusedNames(checkpoint: OfficialCheckpoint, taken: OfficialNames): ReadonlyMap<string, string> {
  const known = new Set([...taken.values(), ...CODEBOOK_NAMES.values()].map(({ module, name }) => `${module}/${name}`));
  const all = [...tensorsOf(checkpoint).keys()];
  return new Map(all.filter((name) => !known.has(name)).map((name) => [name, reasonFor(name)]));
}

const reasonFor = (name: string): string => REASONS.find(([pattern]) => pattern.test(name))?.[1] ?? 'unknown';
