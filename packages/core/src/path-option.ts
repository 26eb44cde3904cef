import { z } from 'zod';

/**
 * An option that is the path of a file or folder. A config's paths are relative to the folder of the file that states them; whoever
 * opens a component gets them absolute. A path that no config states (a default) is relative to the current folder.
 */
export function pathOption(): z.ZodString {
  return z.string().min(1).meta({ format: 'path' });
}
