import { cosine, indicesOf, logSum, mean, sum } from './sums.js';

/** IPOT: the plan [N][K] of costs [N][K] with uniform marginals, over the codes of `inUse` alone. */
export function transportPlan(costs: number[][], beta: number, iterations: number, inUse: readonly boolean[]): number[][] {
  const [n, codes] = [costs.length, inUse.filter(Boolean).length];
  let plan: number[][] = costs.map((row) => row.map((_, k) => (inUse[k] ? 1 : 0)));
  let toCodes: number[] = inUse.map((used) => (used ? 1 / codes : 0));
  for (let i = 0; i < iterations; i++) {
    const pull = plan.map((row, r) => row.map((t, k) => t * Math.exp(-(costs[r]?.[k] as number) / beta)));
    const fromFeatures = pull.map((row) => 1 / (n * sum(row.map((q, k) => q * (toCodes[k] as number)))));
    toCodes = inUse.map((used, k) =>
      used ? 1 / (codes * sum(pull.map((row, r) => (row[k] as number) * (fromFeatures[r] as number)))) : 0,
    );
    plan = pull.map((row, r) => row.map((q, k) => (fromFeatures[r] as number) * q * (toCodes[k] as number)));
  }
  return plan;
}

const cosines = (features: number[][], codes: number[][]) => features.map((z) => codes.map((code) => cosine(z, code)));

/** The plan of features [N][D] to codes [K][D], all in use, by 1 - cos. */
export const planOf = (features: number[][], codes: number[][], { beta, iterations }: { beta: number; iterations: number }): number[][] =>
  transportPlan(
    cosines(features, codes).map((row) => row.map((c) => 1 - c)),
    beta,
    iterations,
    codes.map(() => true),
  );

/** sum_nk T_nk (1 - cos(z_n, e_k)). */
export const transportCost = (features: number[][], codes: number[][], plan: number[][]): number =>
  sum(cosines(features, codes).flatMap((row, n) => row.map((c, k) => (plan[n]?.[k] as number) * (1 - c))));

/** Cross entropy of softmax_k(cos(z_n, e_k) / temperature) to the rows of a plan, each divided by its sum. */
export function assignmentLoss(features: number[][], codes: number[][], plan: number[][], temperature: number): number {
  return mean(
    cosines(features, codes).map((row, n) => {
      const logits = row.map((c) => c / temperature);
      const targets = plan[n] as number[];
      return logSum(logits) - sum(indicesOf(logits).map((k) => ((targets[k] as number) / sum(targets)) * (logits[k] as number)));
    }),
  );
}
