import { z } from 'zod';

/** The option `text` of readers of captioned items. */
export const wordsOption = z
  .string()
  .default('')
  .describe('features of the words of each caption, a folder, .npz or .h5 by <item>_<k>, k from 1, relative to root; none: no text');

/** Which table belongs to which split. */
export const tablesOption = (published: Readonly<Record<string, string>>) =>
  z
    .record(z.string().min(1), z.string().min(1))
    .default({ ...published })
    .describe('table of each split, relative to root');
