import { gapLengths, LONGEST_GAP } from './gap-lengths.js';

/** FNV-1a over a label, mixed with a seed: the seed of a named stream. */
function hash(seed: number, label: string): number {
  let h = (2166136261 ^ seed) >>> 0;
  for (let i = 0; i < label.length; i++) h = Math.imul(h ^ label.charCodeAt(i), 16777619) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) >>> 0;
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 0;
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * A seeded stream of random numbers (sfc32 by Chris Doty-Humphrey), the only source of randomness in the project.
 *
 * Streams are named, not shared: `random.fork('step', 12, 'dropout')` depends on the root seed and the labels alone, not
 * on what was drawn before. So a run resumes without saved random state, and adding a modality does not change other draws.
 */
export class Random {
  /** The state as signed 32-bit integers, which the engine stores unboxed. */
  private a: number;
  private b: number;
  private c: number;
  private d = 1;
  private spare: number | undefined;

  constructor(readonly seed: number) {
    this.a = hash(seed, 'a') | 0;
    this.b = hash(seed, 'b') | 0;
    this.c = hash(seed, 'c') | 0;
    for (let i = 0; i < 12; i++) this.next();
  }

  /** An independent stream named by the labels. */
  fork(...labels: (string | number)[]): Random {
    return new Random(labels.reduce<number>((seed, label) => hash(seed, `/${label}`), this.seed));
  }

  /** An integer in [0, 2^32). */
  uint32(): number {
    return this.next() >>> 0;
  }

  /** The same 32 bits, signed. */
  private next(): number {
    const t = (this.a + this.b + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0;
    return t;
  }

  /** Uniform in [low, high). */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * (this.uint32() / 4294967296);
  }

  /** An integer in [low, high). */
  integer(low: number, high: number): number {
    return low + Math.floor(this.uniform() * (high - low));
  }

  /** Gaussian, by the polar method. */
  normal(mean = 0, standardDeviation = 1): number {
    if (this.spare !== undefined) {
      const value = this.spare;
      this.spare = undefined;
      return mean + standardDeviation * value;
    }
    for (;;) {
      const u = this.uniform(-1, 1);
      const v = this.uniform(-1, 1);
      const s = u * u + v * v;
      if (s === 0 || s >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(s)) / s);
      this.spare = v * scale;
      return mean + standardDeviation * u * scale;
    }
  }

  /** One of the items. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('Random.pick needs at least one item');
    return items[this.integer(0, items.length)] as T;
  }

  /** A permutation of 0..n-1 (Fisher-Yates). */
  permutation(n: number): Int32Array {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(0, i + 1);
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
    return order;
  }

  /** n values, uniform in [low, high). */
  uniforms(n: number, low = 0, high = 1): Float32Array {
    const values = new Float32Array(n);
    for (let i = 0; i < n; i++) values[i] = this.uniform(low, high);
    return values;
  }

  /**
   * n values, each 0 with probability `rate` and 1/(1-rate) otherwise: a dropout mask. The draws are gaps between drops
   * (`gapLengths`), two gaps per 32-bit draw.
   */
  dropoutMask(n: number, rate: number): Float32Array {
    const mask = new Float32Array(n).fill(1 / (1 - rate));
    const gaps = gapLengths(rate);
    // `next` inlined on local variables: masks are most of what a training step draws.
    let { a, b, c, d } = this;
    let draw = 0;
    for (let i = 0, half = 0; i < n; half ^= 1) {
      if (half === 0) {
        draw = (a + b + d) | 0;
        d = (d + 1) | 0;
        a = b ^ (b >>> 9);
        b = (c + (c << 3)) | 0;
        c = (((c << 21) | (c >>> 11)) + draw) | 0;
      }
      const gap = gaps[half === 0 ? draw & 0xffff : draw >>> 16] as number;
      i += gap;
      if (gap < LONGEST_GAP && i < n) mask[i++] = 0;
    }
    Object.assign(this, { a, b, c, d });
    return mask;
  }
}
