import type { BackendChoice, BackendName } from '../backend-name.js';

/** A backend that is faster than the one in use, and why it could not be opened. */
export interface BackendFailure {
  readonly name: BackendName;
  readonly reason: string;
}

/** Which TensorFlow runs in this process, why not a faster one, and what to do about it: what `cmg doctor` shows. */
export interface RuntimeReport {
  /** What was asked for: `auto` or one backend. */
  readonly requested: BackendChoice;
  /** The backend that is now open. */
  readonly backend: BackendName;
  /** The faster ones that failed, fastest first; empty when a backend was asked for by name. */
  readonly failures: readonly BackendFailure[];
  readonly versions: {
    readonly node: string;
    readonly tfjs: string;
    /** Only on `native` and `gpu`. */
    readonly tfjsNode?: string;
    /** Only on `native` and `gpu`. */
    readonly libtensorflow?: string;
  };
  /** How many threads one operation may use. */
  readonly threads: number;
  /** Measured speed of a 512 x 512 matrix product in GFLOP/s; only where it was asked for. */
  readonly gflops?: number;
  /** What to do for more speed, one sentence each; empty when there is nothing to do. */
  readonly advice: readonly string[];
}
