import { findComponent } from '@cmg/config';
import type { LoadExtractor } from '@cmg/media';

/**
 * An extractor by package or path. **This executes the module.** Undefined if a bare name is not an installed package: it may be a
 * misspelt built-in one.
 *
 * @throws CmgError of kind `usage` if it is missing, throws, or is not an extractor
 */
export const loadExtractor: LoadExtractor = (specifier, base) => findComponent('extractor', specifier, base);
