import { numbers } from './numbers.mjs';
import { media } from './media.mjs';
import { own } from './own.mjs';
import { tables } from './tables.mjs';

/**
 * What is damaged, and read.
 *
 * @typedef {object} Target
 * @property {(random: import('@cmg/core').Random) => any} make a damaged case
 * @property {(made: any) => unknown} read reads it; it may throw a CmgError
 * @property {() => unknown} [close]
 */

/**
 * Every format that is read, by name. A folder of its own is given to each; undefined where this machine cannot read the format.
 *
 * @type {Readonly<Record<string, (folder: string) => Target | undefined | Promise<Target | undefined>>>}
 */
export const TARGETS = { ...numbers, ...tables, ...media, ...own };
