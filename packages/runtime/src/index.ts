export {
  cacheRoot,
  type Environment,
  planNative,
  provisionNative,
  type ProvisionOptions,
  type ProvisionPlan,
  type ProvisionResult,
  type ProvisionSource,
} from '../provision/index.mjs';
export { BACKEND_NAMES, parseBackendChoice, type BackendChoice, type BackendName } from './backend-name.js';
export { checkClusterSpec, type ClusterSpec, parseTfConfig } from './cluster/cluster-spec.js';
export { openCluster } from './cluster/open-cluster.js';
export { ALONE, type Replicas } from './cluster/replicas.js';
export { compile, shouldCompile, type Compiled, type CompileOptions } from './compile.js';
export { inspectRuntime } from './inspect-runtime.js';
export { LeakWatch } from './leak-watch.js';
export type { TensorTree } from './native/graph/tensor-tree.js';
export { openBackend } from './open-backend.js';
export { formatRuntimeReport } from './report/format-runtime-report.js';
export type { BackendFailure, RuntimeReport } from './report/runtime-report.js';
export { withoutMathRandom } from './without-math-random.js';
