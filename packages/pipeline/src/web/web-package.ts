import { requiredPackage } from '../optional/optional-package.js';

/**
 * `@cmg/web`, which may be left out.
 *
 * @throws CmgError of kind `usage` that says what to install
 */
export const webPackage = () => requiredPackage('@cmg/web', 'a run for the browser', () => import('@cmg/web'));
