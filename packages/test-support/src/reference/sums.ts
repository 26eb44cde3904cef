export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const mean = (values: readonly number[]): number => sum(values) / values.length;

export const dot = (a: readonly number[], b: readonly number[]): number => sum(a.map((value, i) => value * (b[i] as number)));

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
