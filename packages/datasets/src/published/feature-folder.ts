import { join } from 'node:path';
import type { Locator } from '../arrays/locator.js';

/** `<folder>/<id>.zip`: the format in which most features are published, one pickled array per clip and archive. */
export const zipIn =
  (...folder: string[]) =>
  (id: string): Locator => ({ file: join(...folder, `${id}.zip`) });
