/** A picture, in its own units. */
export interface PlaneSize {
  readonly width: number;
  readonly height: number;
  /** Free of points on all sides. */
  readonly padding: number;
}

/** Maps points into a picture, both axes at the same scale, y upwards: a place as SVG takes it, `12.00 34.00`. */
export function fitPlane(
  points: readonly (readonly [number, number])[],
  { width, height, padding }: PlaneSize,
): (point: readonly [number, number]) => string {
  const range = (axis: 0 | 1) => {
    const values = points.map((point) => point[axis]);
    return [Math.min(...values), Math.max(...values)] as const;
  };
  const [[left, right], [low, high]] = [range(0), range(1)];
  const scale = Math.min((width - 2 * padding) / (right - left || 1), (height - 2 * padding) / (high - low || 1));
  const centred = (value: number, from: number, to: number) => (value - (from + to) / 2) * scale;
  return ([x, y]) => `${(width / 2 + centred(x, left, right)).toFixed(2)} ${(height / 2 - centred(y, low, high)).toFixed(2)}`;
}
