import type { NdArray } from '@cmg/core';

/** The last T segments of a stream as one clip: what was before them is forgotten. */
export class LastSegments {
  private readonly kept: Float32Array[] = [];

  /** @param segments T, at least 1 */
  constructor(
    private readonly segments: number,
    private readonly featureShape: readonly number[],
  ) {}

  /**
   * @param features of the next segment, [...featureShape]
   * @returns [1, at most T, ...featureShape]
   */
  add(features: Float32Array): NdArray<Float32Array> {
    this.kept.push(features);
    if (this.kept.length > this.segments) this.kept.shift();
    const data = new Float32Array(this.kept.length * features.length);
    this.kept.forEach((row, i) => data.set(row, i * features.length));
    return { data, shape: [1, this.kept.length, ...this.featureShape] };
  }
}
