import type { Kind } from './component-kind.js';

/** The function of `@cmg/core/testing` for each kind, and whether it is awaited. */
const SUITES: Readonly<Record<Kind, readonly [suite: string, later: boolean]>> = {
  modality: ['describeModalityPlugin', false],
  objective: ['describeObjective', false],
  dataset: ['describeDatasetReader', true],
  task: ['describeTask', true],
  extractor: ['describeExtractor', false],
  codebook: ['describeCodebook', false],
  observer: ['describeObserver', false],
};

/** A file with a line for each seed. */
const MEDIA =
  "(seeds) => ({ kind: 'file', path: 'a.csv', onset: 0, offset: Infinity, bytes: async () => new TextEncoder().encode(seeds.map((s) => `${s},1,2`).join('\\n')) })";

/** The call that runs a kind's conformance suite, and the name of its function. */
export function suiteCall(kind: Kind, identifier: string, shape: readonly number[]): { readonly suite: string; readonly call: string } {
  const [suite, later] = SUITES[kind];
  const cases: Readonly<Partial<Record<Kind, string>>> = {
    modality: `{ featureShape: [${shape.join(', ')}], options: { hidden: 8, specificWidth: 4 } }`,
    dataset: '{ options: { clips: 12 } }',
    extractor: `{ media: ${MEDIA} }`,
    codebook: '{ options: { size: 6 } }',
  };
  const argument = cases[kind] === undefined ? '' : `, ${cases[kind]}`;
  return { suite, call: `${later ? 'await ' : ''}${suite}(${identifier}${argument});` };
}
