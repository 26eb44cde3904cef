/**
 * What `read` gives for 0 to count - 1, in order; while one is worked on, the next is being read.
 *
 * @param read `used` is what was yielded before the last, of which nobody reads any more
 */
export async function* readAhead<T>(count: number, read: (index: number, used: T | undefined) => Promise<T>): AsyncGenerator<T> {
  let ahead: Promise<T> | undefined;
  let used: T | undefined;
  try {
    for (let index = 0; index < count; index++) {
      const current = await (ahead ?? read(index, undefined));
      ahead = index + 1 < count ? read(index + 1, used) : undefined;
      ahead?.catch(() => undefined);
      yield current;
      used = current;
    }
  } finally {
    // Nobody reads a data set that is closed after a failure.
    await ahead?.catch(() => undefined);
  }
}
