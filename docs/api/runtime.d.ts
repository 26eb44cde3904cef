declare module '@cmg/runtime' {
  export const ALONE: Replicas;
  export const BACKEND_NAMES: readonly [
      "gpu",
      "native",
      "wasm",
      "js"
  ];
  export type BackendChoice = 'auto' | BackendName;
  export interface BackendFailure {
      readonly name: BackendName;
      readonly reason: string;
  }
  export type BackendName = (typeof BACKEND_NAMES)[number];
  export interface ClusterSpec {
      readonly workers: readonly string[];
      readonly rank: number;
      readonly timeout: number;
  }
  export interface CompileOptions {
      readonly constants?: readonly tf.Tensor[];
  }
  export interface Compiled<In extends TensorTree, Out extends TensorTree> {
      readonly run: (inputs: In) => Out;
      dispose(): void;
  }
  export type Environment = Record<string, string | undefined>;
  export class LeakWatch {
      constructor(where: string, patience: number);
      add(growth: number): void;
  }
  export interface ProvisionOptions {
      readonly log?: (line: string) => void;
      readonly gpu?: boolean;
      readonly unpinned?: boolean;
  }
  export interface ProvisionPlan {
      readonly package: string;
      readonly platform: string;
      readonly requirement: string;
      readonly sha256: string | null;
      readonly download: readonly string[];
      readonly compile: readonly string[];
      readonly cache: string;
      readonly folder: string;
      readonly lacks: readonly string[];
  }
  export type ProvisionResult = {
      readonly ready: true;
      readonly package: string;
      readonly source: ProvisionSource;
  } | {
      readonly ready: false;
      readonly reason: string;
  };
  export type ProvisionSource = 'present' | 'cache' | 'installer' | 'wheel';
  export interface Replicas {
      readonly rank: number;
      readonly count: number;
      gather<T extends tf.Tensor>(x: T): T;
      sum(tensors: readonly tf.Tensor[]): tf.Tensor[];
      waiting<R>(f: () => R): R;
      explain(error: unknown): Promise<unknown>;
  }
  export interface RuntimeReport {
      readonly requested: BackendChoice;
      readonly backend: BackendName;
      readonly failures: readonly BackendFailure[];
      readonly versions: {
          readonly node: string;
          readonly tfjs: string;
          readonly tfjsNode?: string;
          readonly libtensorflow?: string;
      };
      readonly threads: number;
      readonly gflops?: number;
      readonly advice: readonly string[];
  }
  export type TensorTree = tf.Tensor | readonly TensorTree[] | {
      readonly [key: string]: TensorTree | undefined;
  };
  export function cacheRoot(env?: Readonly<Environment>): string;
  export function checkClusterSpec({ workers, rank, timeout }: ClusterSpec, where: string): ClusterSpec;
  export function compile<In extends TensorTree, Out extends TensorTree>(f: (inputs: In) => Out, { constants }?: CompileOptions): Compiled<In, Out>;
  export function formatRuntimeReport(report: RuntimeReport): string;
  export function inspectRuntime(choice?: BackendChoice): Promise<RuntimeReport>;
  export function openBackend(choice?: BackendChoice): Promise<RuntimeReport>;
  export function openCluster(spec: ClusterSpec): Promise<Replicas>;
  export function parseBackendChoice(text: string | undefined): BackendChoice;
  export function parseTfConfig(text: string, timeout: number): ClusterSpec;
  export function planNative(options?: {
      readonly gpu?: boolean;
      readonly platform?: string;
  }): Promise<ProvisionPlan>;
  export function provisionNative(options?: ProvisionOptions): Promise<ProvisionResult>;
  export const shouldCompile: (choice: "auto" | "always" | "never", steps: number) => boolean;
  export function withoutMathRandom<R>(where: () => string, f: () => R): R;
}
