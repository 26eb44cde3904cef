import { requiredPackage } from '../optional/optional-package.js';

/**
 * `@cmg/datasets`, which reads `.h5` files and manifests, and may be left out.
 *
 * @throws CmgError of kind `usage` that says what to install
 */
export const datasetsPackage = (file: string) => requiredPackage('@cmg/datasets', `reading ${file}`, () => import('@cmg/datasets'));
