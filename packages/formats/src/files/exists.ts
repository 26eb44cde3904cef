import { access } from 'node:fs/promises';

/** Whether there is anything at a path that this process may reach. */
export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
