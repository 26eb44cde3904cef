/** Bytes of what nvidia-smi calls MB. */
const MEGABYTE = 2 ** 20;

/**
 * What `nvidia-smi dmon -s ut` printed, a row a second: the mean share of time in which a kernel ran, and bytes a second over the bus. The first and
 * the last row are left out, as the work begins and ends in them.
 *
 * @param {string} text
 * @returns {{ share: number, receivedPerSecond: number, sentPerSecond: number }}
 */
export function deviceUse(text) {
  const lines = text.split('\n').map((line) => line.trim());
  const names =
    lines
      .find((line) => line.startsWith('# gpu'))
      ?.replace('#', '')
      .trim()
      .split(/\s+/) ?? [];
  const rows = lines
    .filter((line) => /^\d/.test(line))
    .map((line) => line.split(/\s+/).map(Number))
    .slice(1, -1);
  /** @param {string} name */
  const mean = (name) => {
    const at = names.indexOf(name);
    if (at < 0 || rows.length === 0) throw new Error(`nvidia-smi dmon told no ${name}:\n${text}`);
    return rows.reduce((sum, row) => sum + (row[at] ?? NaN), 0) / rows.length;
  };
  return { share: mean('sm') / 100, receivedPerSecond: mean('rxpci') * MEGABYTE, sentPerSecond: mean('txpci') * MEGABYTE };
}
