import { affine, type Affine } from './networks.js';
import { dot, indicesOf, logSum, mean, sum } from './sums.js';

export type CpcForm = 'targets' | 'contexts';

/** A layer's four parameters: weights [in][4 H] and [H][4 H], biases [4 H], gates in the order i, f, g, o. */
export interface PlainLstm {
  readonly input: Affine;
  readonly hidden: Affine;
}

/** The output of an LSTM after the last of its inputs, [T][D] -> [H]. */
export function lstm(inputs: readonly (readonly number[])[], layers: readonly PlainLstm[]): number[] {
  const outputs = layers.reduce<readonly (readonly number[])[]>((sequence, { input, hidden }) => {
    const width = hidden.weight.length;
    let [h, c] = [Array<number>(width).fill(0), Array<number>(width).fill(0)];
    return sequence.map((x) => {
      const [own, past] = [affine(x, input), affine(h, hidden)];
      const gate = (g: number, d: number) => (own[g * width + d] as number) + (past[g * width + d] as number);
      c = c.map((value, d) => sigmoid(gate(1, d)) * value + sigmoid(gate(0, d)) * Math.tanh(gate(2, d)));
      h = c.map((value, d) => sigmoid(gate(3, d)) * Math.tanh(value));
      return h;
    });
  }, inputs);
  return [...(outputs.at(-1) as readonly number[])];
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** InfoNCE of one ordered pair of modalities: predictions (of contexts) and targets [B][D]. */
export function contrastOfPair(predictions: readonly number[][], targets: readonly number[][], form: CpcForm): number {
  const score = (target: number, context: number) => dot(targets[target] as number[], predictions[context] as number[]);
  const clips = indicesOf(targets);
  return mean(clips.map((i) => logSum(clips.map((j) => (form === 'targets' ? score(j, i) : score(i, j)))) - score(i, i)));
}

/** Cross-CPC with one predicted segment, t + 1, from all features [M][B][T][D]: the weighted sum over ordered pairs. */
export function crossCpc(
  semantic: readonly number[][][][],
  networks: readonly { readonly layers: readonly PlainLstm[]; readonly predictor: Affine }[],
  t: number,
  form: CpcForm,
  selfWeight: number,
): number {
  const predictions = semantic.map((clips, m) => {
    const { layers, predictor } = networks[m] as (typeof networks)[number];
    return clips.map((clip) => affine(lstm(clip.slice(0, t + 1), layers), predictor));
  });
  const targets = semantic.map((clips) => clips.map((clip) => clip[t + 1] as number[]));
  const pair = (m: number, o: number) =>
    (m === o ? selfWeight : 1) * contrastOfPair(predictions[m] as number[][], targets[o] as number[][], form);
  return sum(semantic.flatMap((_, m) => semantic.map((__, o) => pair(m, o))));
}
