import { nestedNormals } from './nested-normals.js';

/** Features of two modalities, [B][T][D], and codes, [K][D]. */
export interface FeatureCase {
  readonly za: number[][][];
  readonly zb: number[][][];
  readonly codes: number[][];
}

const CODES = nestedNormals([1, 5, 3], 7)[0] as number[][];
const any: FeatureCase = { za: nestedNormals([3, 4, 3], 1), zb: nestedNormals([3, 4, 3], 2), codes: CODES };
const first = any.za[0] as number[][];

/** Inputs that every objective must differentiate correctly, by name. */
export const FEATURE_CASES: readonly (readonly [string, FeatureCase])[] = [
  ['any features', any],
  ['the shortest clips, T = 3', { za: nestedNormals([2, 3, 3], 3), zb: nestedNormals([2, 3, 3], 4), codes: CODES }],
  ['segments that lie on codes, at distance 0', { ...any, za: any.za.with(0, CODES.slice(0, 4)), zb: any.zb.with(1, CODES.slice(1, 5)) }],
  ['a code that is not used', { ...any, codes: [...CODES, [30, -30, 30]] }],
  ['clips that are all the same', { ...any, za: any.za.map(() => first), zb: any.zb.map(() => first) }],
  ['a batch of one clip', { ...any, za: any.za.slice(0, 1), zb: any.zb.slice(0, 1) }],
];
