export { assignment } from './assignment.js';
export { differences, type Nested } from './differences.js';
export { expectClose, gap } from './expect-close.js';
export { expectGradients, expectSlopes } from './expect-gradients.js';
export { FEATURE_CASES, type FeatureCase } from './feature-cases.js';
export { nestedNormals } from './nested-normals.js';
export { officialRun, type OfficialStep } from './official-run.js';
export * as reference from './reference/index.js';
export { workedExample } from './worked-example.js';
