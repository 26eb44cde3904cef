/** Runs the action on items in order, `width` at a time; the first failure ends it. */
export async function inParallel<T>(items: Iterable<T>, width: number, action: (item: T) => Promise<void>): Promise<void> {
  const queue = items[Symbol.iterator]();
  let failed = false;
  const run = async () => {
    for (let next = queue.next(); !next.done && !failed; next = queue.next()) {
      try {
        await action(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: width }, run));
}
