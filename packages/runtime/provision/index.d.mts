/** How native TensorFlow came to be loadable. */
export type ProvisionSource =
  /** It was there already. */
  | 'present'
  /** Built earlier, copied now. */
  | 'cache'
  /** By the npm package's own installer, now in the cache. */
  | 'installer'
  /** Out of TensorFlow's Python package, now in the cache. */
  | 'wheel';

/** What `provisionNative` came to. */
export type ProvisionResult =
  { readonly ready: true; readonly package: string; readonly source: ProvisionSource } | { readonly ready: false; readonly reason: string };

export interface ProvisionOptions {
  /** Hears of each slow step before it starts. */
  readonly log?: (line: string) => void;
  /** TensorFlow for CUDA and no other, which no hash is pinned for; default: it is tried first where there is an NVIDIA GPU. */
  readonly gpu?: boolean;
  /** Take what no hash is pinned for, by the hash that the index has; default: with `gpu`, or with `CMG_NATIVE=unpinned`. */
  readonly unpinned?: boolean;
}

/** What `provisionNative` would do from TensorFlow's Python package. */
export interface ProvisionPlan {
  /** The npm package whose binding is compiled. */
  readonly package: string;
  /** As Node names them: `linux-x64`. */
  readonly platform: string;
  /** The Python package, as pip takes it. */
  readonly requirement: string;
  /** The one wheel that is taken; null: the one that the index lists, by its hash there. */
  readonly sha256: string | null;
  /** Commands with their arguments; folders that are made for them are in capitals. */
  readonly download: readonly string[];
  readonly compile: readonly string[];
  /** Where it is kept for all projects. */
  readonly cache: string;
  /** Where it goes in this one. */
  readonly folder: string;
  /** What this machine lacks for it. */
  readonly lacks: readonly string[];
}

/**
 * What `provisionNative` would do from TensorFlow's Python package; nothing is downloaded or written.
 *
 * @param options `platform`: another than this machine's
 * @throws Error where that package has no library for the platform
 */
export declare function planNative(options?: { readonly gpu?: boolean; readonly platform?: string }): Promise<ProvisionPlan>;

/**
 * Makes native TensorFlow loadable from this installation, if it can: once built it is kept in a cache and only copied.
 * With an NVIDIA GPU the package for CUDA is tried first. Never throws: without native TensorFlow everything still runs.
 */
export declare function provisionNative(options?: ProvisionOptions): Promise<ProvisionResult>;

/** Loads a native package: what was provided for this installation, else what the user has installed beside tfjs. */
export declare function loadNative(npmName: string): unknown;

/** Variables of the environment: `process.env`. */
export type Environment = Record<string, string | undefined>;

/** The absolute path of where what is costly to obtain is kept: `CMG_CACHE_DIR`, else `~/.cache/cmg`. */
export declare function cacheRoot(env?: Readonly<Environment>): string;

/** Sets in `env` what native TensorFlow reads there, keeping what is already there. */
export declare function setNativeDefaults(env: Environment): void;

/** Puts what tfjs-node needs of `node:util` there, whatever the version of Node. */
export declare function restoreLegacyUtil(): void;

/** Whether the system has an NVIDIA GPU with its driver loaded (Linux). */
export declare function hasNvidiaGpu(): boolean;

/** The sentence for where it has none. */
export declare const NO_GPU: string;
