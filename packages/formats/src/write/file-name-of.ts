import { createHash } from 'node:crypto';

/** Bytes of the longest name, with room for a number, an ending and what a temporary file adds. */
const LONGEST = 180;
/** Devices of Windows in any folder, whatever their ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * The name of a file for any text, such as an id: `encodeURIComponent` of it. What no name can be on some system (a longer one, a half of a
 * surrogate pair, `NUL`) is cut and bears a hash of the text.
 */
export function fileNameOf(text: string): string {
  const whole = text.replace(/\p{Cs}/gu, '\ufffd');
  const name = encodeURIComponent(whole).replaceAll('*', '%2A');
  if (whole === text && name.length <= LONGEST && !DEVICE.test(name)) return name;
  const hash = createHash('sha256').update(text, 'utf16le').digest('hex').slice(0, 16);
  return `${name.slice(0, LONGEST - hash.length - 1)}~${hash}`;
}
