export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const mean = (values: readonly number[]): number => sum(values) / values.length;

export const dot = (a: readonly number[], b: readonly number[]): number => sum(a.map((value, i) => value * (b[i] as number)));

/** The cosine of two vectors; one that is shorter than 1e-6 counts as that long. */
export const cosine = (a: readonly number[], b: readonly number[]): number => {
  const length = (x: readonly number[]) => Math.max(1e-6, Math.hypot(...x));
  return dot(a, b) / (length(a) * length(b));
};

/** The mean of a clip's segments, [T][D] -> [D]. */
export const pooled = (clip: readonly (readonly number[])[]): number[] =>
  indicesOf(clip[0] ?? []).map((d) => mean(clip.map((z) => z[d] as number)));

/** The clips, segments, ... of an array: 0..n-1. */
export const indicesOf = (values: readonly unknown[]): number[] => values.map((_, i) => i);

export const softmax = (scores: readonly number[]): number[] => {
  const weights = scores.map((score) => Math.exp(score - Math.max(...scores)));
  return weights.map((weight) => weight / sum(weights));
};

/** log sum exp. */
export const logSum = (scores: readonly number[]): number => {
  const most = Math.max(...scores);
  return most + Math.log(sum(scores.map((score) => Math.exp(score - most))));
};
