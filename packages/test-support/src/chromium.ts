import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** A Chromium or Chrome on the path, or the one that the variable CHROMIUM names; undefined where there is none. */
export const CHROMIUM: string | undefined = [
  process.env['CHROMIUM'],
  ...(process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))),
].find((path) => path !== undefined && path !== '' && existsSync(path));
