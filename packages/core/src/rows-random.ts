import { Random } from './random.js';

/**
 * The random numbers of some of a batch's rows: arrays are drawn for the whole batch, row by row, and the part of these rows is
 * returned. So what several processes draw, each for its rows, is what one would draw for all.
 */
export class RowsRandom extends Random {
  /** @param part which of `parts` equal parts of the batch's rows, from 0 */
  constructor(
    private readonly whole: Random,
    private readonly part: number,
    private readonly parts: number,
  ) {
    super(whole.seed);
  }

  override fork(...labels: (string | number)[]): RowsRandom {
    return new RowsRandom(this.whole.fork(...labels), this.part, this.parts);
  }

  override uint32(): number {
    return this.whole.uint32();
  }

  override normal(mean?: number, standardDeviation?: number): number {
    return this.whole.normal(mean, standardDeviation);
  }

  override uniforms(n: number, low?: number, high?: number): Float32Array {
    return this.own(n, (all) => this.whole.uniforms(all, low, high));
  }

  override dropoutMask(n: number, rate: number): Float32Array {
    return this.own(n, (all) => this.whole.dropoutMask(all, rate));
  }

  private own(n: number, draw: (all: number) => Float32Array): Float32Array {
    return draw(n * this.parts).subarray(n * this.part, n * (this.part + 1));
  }
}
