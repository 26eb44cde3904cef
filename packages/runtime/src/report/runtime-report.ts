import type { BackendChoice, BackendName } from '../backend-name.js';

/** A backend that is faster than the one in use, and why it could not be opened. */
export interface BackendFailure {
  readonly name: BackendName;
  readonly reason: string;
}

/** Which TensorFlow runs in this process, why not a faster one, and what to do about it; shown by `cmg doctor`. */
export interface RuntimeReport {
  /** The requested backend, or `auto`. */
  readonly requested: BackendChoice;
  /** The open backend. */
  readonly backend: BackendName;
  /** The faster ones that failed, fastest first; empty when a backend was requested by name. */
  readonly failures: readonly BackendFailure[];
  readonly versions: {
    readonly node: string;
    readonly tfjs: string;
    /** Only on `native` and `gpu`. */
    readonly tfjsNode?: string;
    /** Only on `native` and `gpu`. */
    readonly libtensorflow?: string;
  };
  /** The number of threads of one operation. */
  readonly threads: number;
  /** Measured speed of a 512 x 512 matrix product in GFLOP/s; only if requested. */
  readonly gflops?: number;
  /** What to do for more speed, one sentence each; empty when there is nothing to do. */
  readonly advice: readonly string[];
}
