import { createRequire } from 'node:module';
import type usearch from 'usearch';

type Usearch = typeof usearch;

let loaded: Usearch | undefined;

/**
 * usearch, loaded when it is first needed. Its ES module looks for its library under a file URL that it decodes wrongly where a path has a `#`,
 * `?` or `%`; its CommonJS module does not.
 */
export const exactSearch: Usearch['exactSearch'] = (...args) => library().exactSearch(...args);

/** The inner product, as usearch names it. */
export const innerProduct = (): Usearch['MetricKind']['IP'] => library().MetricKind.IP;

const library = (): Usearch => (loaded ??= createRequire(import.meta.url)('usearch') as Usearch);
