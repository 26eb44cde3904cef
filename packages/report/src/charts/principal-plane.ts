/** Points projected onto their two principal directions. */
export interface PrincipalPlane {
  readonly points: readonly (readonly [number, number])[];
  /** Fraction of the variance along each axis, in [0, 1]. */
  readonly explained: readonly [number, number];
}

const ITERATIONS = 200;

/**
 * Principal component analysis to two dimensions, by power iteration on centred rows X: v <- X'Xv / |X'Xv|, the second
 * direction kept orthogonal to the first. Deterministic; the largest coordinate of an axis is made positive.
 *
 * @param rows [N][D]
 */
export function principalPlane(rows: readonly (readonly number[])[]): PrincipalPlane {
  const width = rows[0]?.length ?? 0;
  const mean = Array.from({ length: width }, (_, d) => rows.reduce((sum, row) => sum + (row[d] as number), 0) / rows.length);
  const centred = rows.map((row) => row.map((value, d) => value - (mean[d] as number)));
  const total = centred.reduce((sum, row) => sum + dot(row, row), 0);
  const first = widestDirection(centred, width, []);
  const second = widestDirection(centred, width, [first]);
  const project = (axis: readonly number[]) => centred.map((row) => dot(row, axis));
  const [x, y] = [project(first), project(second)];
  const part = (values: readonly number[]) => (total > 0 ? dot(values, values) / total : 0);
  return { points: x.map((value, i) => [value, y[i] as number]), explained: [part(x), part(y)] };
}

function widestDirection(rows: readonly (readonly number[])[], width: number, known: readonly (readonly number[])[]): number[] {
  let axis = unit(
    withoutParts(
      Array.from({ length: width }, (_, d) => 1 + (d % 7) / 7),
      known,
    ),
  );
  for (let i = 0; i < ITERATIONS; i++) {
    const next = new Array<number>(width).fill(0);
    for (const row of rows) {
      const along = dot(row, axis);
      for (let d = 0; d < width; d++) next[d] = (next[d] as number) + along * (row[d] as number);
    }
    const rest = withoutParts(next, known);
    if (dot(rest, rest) === 0) break;
    axis = unit(rest);
  }
  const largest = axis.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  return largest < 0 ? axis.map((value) => -value) : axis;
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);

function unit(vector: readonly number[]): number[] {
  const length = Math.sqrt(dot(vector, vector)) || 1;
  return vector.map((value) => value / length);
}

function withoutParts(vector: readonly number[], axes: readonly (readonly number[])[]): number[] {
  return axes.reduce<number[]>(
    (rest, axis) => {
      const along = dot(rest, axis);
      return rest.map((value, d) => value - along * (axis[d] as number));
    },
    [...vector],
  );
}
