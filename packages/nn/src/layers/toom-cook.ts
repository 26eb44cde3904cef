/**
 * Matrices of the Toom-Cook (Winograd) algorithm in one dimension, row-major: out = output ((filter g) * (input d)), with one
 * multiplication per point, while the direct sum needs one per output and tap.
 */
export interface Bilinear {
  /** Multiplications. */
  readonly points: number;
  /** [points, taps]. */
  readonly filter: readonly (readonly number[])[];
  /** [points, inputs]. */
  readonly input: readonly (readonly number[])[];
  /** [outputs, points]. */
  readonly output: readonly (readonly number[])[];
}

/** Where the polynomials are evaluated; the last point is always infinity. Small values in +- pairs keep rounding errors small. */
const FINITE_POINTS = [0, 1, -1, 2, 0.5, -0.5] as const;

/** More points would lose too much precision in float32. */
export const MOST_POINTS = FINITE_POINTS.length + 1;

/** out[i] = sum_a g[a] d[i + a - pad], zeros around d: `inputs` + 2 pad - taps + 1 outputs. */
export function correlation(inputs: number, taps: number, pad: number): Bilinear {
  const points = inputs + 2 * pad;
  const inverse = interpolation(points);
  return {
    points,
    filter: evaluation(points, taps),
    input: transpose(inverse).map((row) => row.slice(pad, pad + inputs)),
    output: transpose(evaluation(points, points - taps + 1)),
  };
}

/** out[i + a] += g[a] d[i]: `inputs` + taps - 1 outputs; the product of two polynomials. */
export function product(inputs: number, taps: number): Bilinear {
  const points = inputs + taps - 1;
  return { points, filter: evaluation(points, taps), input: evaluation(points, inputs), output: interpolation(points) };
}

/** [points, count]: a polynomial of `count` coefficients at the points; at infinity its leading coefficient. */
function evaluation(points: number, count: number): number[][] {
  const finite = FINITE_POINTS.slice(0, points - 1).map((at) => Array.from({ length: count }, (_, power) => at ** power));
  return [...finite, Array.from({ length: count }, (_, power) => (power === count - 1 ? 1 : 0))];
}

/** [points, points]: the coefficients of the polynomial with the given values; the inverse of its evaluation. */
function interpolation(points: number): number[][] {
  const rows = evaluation(points, points).map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < points; column++) {
    const pivot = rows.findIndex((row, i) => i >= column && row[column] !== 0);
    [rows[column], rows[pivot]] = [rows[pivot] as number[], rows[column] as number[]];
    const own = rows[column] as number[];
    const scaled = own.map((value) => value / (own[column] as number));
    rows.forEach((row, i) => {
      rows[i] = i === column ? scaled : row.map((value, j) => value - (row[column] as number) * (scaled[j] as number));
    });
  }
  return rows.map((row) => row.slice(points));
}

function transpose(matrix: readonly (readonly number[])[]): number[][] {
  return (matrix[0] as readonly number[]).map((_, column) => matrix.map((row) => row[column] as number));
}

/** The Kronecker product of two matrices, row-major: a transform of rows and columns of a picture as one of its cells. */
export function kronecker(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] {
  return a.flatMap((rowA) => b.map((rowB) => rowA.flatMap((x) => rowB.map((y) => x * y))));
}
