import { join } from 'node:path';
import type { Locator } from '../arrays/locator.js';

/** `<folder>/<id>.zip`: how the features of most sets are published, one pickled array per clip and archive. */
export const zipIn =
  (...folder: string[]) =>
  (id: string): Locator => ({ file: join(...folder, `${id}.zip`) });
