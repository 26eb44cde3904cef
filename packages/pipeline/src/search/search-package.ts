import { requiredPackage } from '../optional/optional-package.js';

/**
 * `@cmg/search`, which may be left out.
 *
 * @throws CmgError of kind `usage` that says what to install
 */
export const searchPackage = () => requiredPackage('@cmg/search', 'an index of clips', () => import('@cmg/search'));
