import { RegularFile } from '@cmg/formats';

/** Where the samples of a WAV file are, and how they are stored. */
export interface WavFile {
  readonly sampleRate: number;
  readonly channels: number;
  readonly encoding: 'int16' | 'float32';
  /** First byte of the samples, and the one after the last. */
  readonly begin: number;
  readonly end: number;
  /** How many bytes more the header promises. */
  readonly missing: number;
}

/** More chunks before the samples are none that a recorder writes. */
const MOST_CHUNKS = 1000;
/** Who writes to a pipe cannot go back and write the length: 0, or (nearly) the most that fits. */
const isOpen = (length: number) => length === 0 || length >= 0x7fff_f000;

const PCM = 1;
const FLOAT = 3;
/** The real encoding is in the first two bytes of the sub-format. */
const EXTENSIBLE = 0xfffe;

/**
 * The header of a RIFF WAVE file with 16-bit integers or 32-bit floats; undefined for any other file.
 * Microsoft, "Multimedia Programming Interface and Data Specifications 1.0" (1991).
 */
export function wavHeader(path: string): Promise<WavFile | undefined> {
  return RegularFile.with(path, async (file) => {
    const riff = await readAt(file, 0, 12);
    if (riff.toString('latin1', 0, 4) !== 'RIFF' || riff.toString('latin1', 8, 12) !== 'WAVE') return undefined;
    let format: Buffer | undefined;
    let at = 12;
    for (let chunk = 0; chunk < MOST_CHUNKS; chunk++) {
      if (at + 8 > file.size) return undefined;
      const head = await readAt(file, at, 8);
      const [name, length] = [head.toString('latin1', 0, 4), head.readUInt32LE(4)];
      if (name === 'fmt ') format = await readAt(file, at + 8, Math.min(length, 40));
      if (name === 'data') return layout(format, at + 8, isOpen(length) ? file.size - at - 8 : length, file.size);
      at += 8 + length + (length % 2);
    }
    return undefined;
  });
}

/** Fewer bytes at the end of the file. */
async function readAt(file: RegularFile, position: number, length: number): Promise<Buffer> {
  return Buffer.from((await file.read(position, Math.max(position, Math.min(position + length, file.size)))).buffer);
}

function layout(format: Buffer | undefined, begin: number, length: number, size: number): WavFile | undefined {
  if (format === undefined || format.length < 16) return undefined;
  const stored = format.readUInt16LE(0);
  const tag = stored === EXTENSIBLE && format.length >= 26 ? format.readUInt16LE(24) : stored;
  const bits = format.readUInt16LE(14);
  const encoding = tag === PCM && bits === 16 ? 'int16' : tag === FLOAT && bits === 32 ? 'float32' : undefined;
  const channels = format.readUInt16LE(2);
  if (encoding === undefined || channels === 0) return undefined;
  const end = Math.min(begin + length, size);
  return { sampleRate: format.readUInt32LE(4), channels, encoding, begin, end, missing: begin + length - end };
}
