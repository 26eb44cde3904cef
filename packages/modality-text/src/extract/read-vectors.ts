import { CmgError } from '@cmg/core';
import { decodeText, expectFile, readBytes } from '@cmg/formats';
import { createReadStream } from 'node:fs';
import { createGunzip, gunzipSync } from 'node:zlib';
import type { WordTable } from './word-table.js';

/**
 * Reads word vectors: a text file with a word and its numbers a line, as of GloVe, word2vec and fastText (whose first line tells count and
 * width), or JSON, `{word: [numbers]}` or that in `vectors`, cut to `dimensions` if it tells them. Names that end in `.gz` are unpacked.
 *
 * @param most words to read
 * @throws CmgError of kind `usage` that names the line or the word if the file cannot be read
 */
export async function readVectors(file: string, most: number): Promise<WordTable> {
  const builder = new TableBuilder(file);
  try {
    await (/\.json(\.gz)?$/i.test(file) ? readJson(file, most, builder) : readText(file, most, builder));
  } catch (cause) {
    if (cause instanceof CmgError) throw cause;
    throw new CmgError(`the word vectors cannot be read: ${(cause as Error).message}`, { kind: 'usage', where: file, cause });
  }
  return builder.table();
}

/** Most bytes of a JSON file, which is read as a whole. */
const MOST_JSON = 2 ** 28;

/** Most characters of a line: a file without lines would otherwise be gathered as a whole. */
const MOST_LINE = 2 ** 20;

const isPacked = (file: string): boolean => /\.gz$/i.test(file);

async function readText(file: string, most: number, builder: TableBuilder): Promise<void> {
  await expectFile(file);
  const bytes = createReadStream(file);
  const unpacked = isPacked(file) ? bytes.pipe(createGunzip()) : bytes;
  bytes.on('error', (error) => unpacked.destroy(error));
  let number = 0;
  try {
    for await (const line of linesOf(unpacked)) {
      number++;
      const parts = line.trim().split(/\s+/);
      // word2vec and fastText begin with the number of words and that of values.
      if (line.trim() === '' || (number === 1 && parts.length === 2)) continue;
      // A word may contain spaces.
      const width = builder.width ?? parts.length - 1;
      builder.add(parts.slice(0, -width).join(' '), parts.slice(-width).map(Number), `${file}:${number}`);
      if (builder.count >= most) return;
    }
  } finally {
    bytes.destroy();
  }
}

/** Lines of UTF-8 text, without a byte order mark. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() as string;
    yield* lines;
    if (rest.length > MOST_LINE) throw new Error(`a line is longer than ${MOST_LINE} characters`);
  }
  const last = rest + decoder.decode();
  if (last !== '') yield last;
}

async function readJson(file: string, most: number, builder: TableBuilder): Promise<void> {
  const bytes = await readBytes(file, MOST_JSON);
  const text = decodeText(isPacked(file) ? gunzipSync(bytes, { maxOutputLength: MOST_JSON }) : bytes, file);
  const json = JSON.parse(text) as Record<string, unknown>;
  const { vectors, dimensions } = json as { vectors?: Record<string, number[]>; dimensions?: number };
  const all = vectors !== undefined && !Array.isArray(vectors) ? vectors : (json as Record<string, number[]>);
  // Keys that are numbers come first in any object: the list tells the order of frequency, if there is one.
  const words = Array.isArray(json['words']) && all === vectors ? (json['words'] as string[]) : Object.keys(all);
  for (const word of words.slice(0, most)) {
    const values = all[word];
    builder.add(word, Array.isArray(values) ? values.slice(0, dimensions) : [], `${file}, the word '${word}'`);
  }
}

/** Collects rows of one width. */
class TableBuilder {
  width: number | undefined;
  private readonly rows = new Map<string, number>();
  private data = new Float32Array(0);

  constructor(private readonly file: string) {}

  get count(): number {
    return this.rows.size;
  }

  /** @throws CmgError if the values are not as many numbers as before. The first vector of a word counts. */
  add(given: string, values: readonly number[], where: string): void {
    const word = given.normalize('NFC');
    this.width ??= values.length;
    const { width, rows } = this;
    if (word === '' || values.length !== width || width === 0 || !values.every((value) => Number.isFinite(Math.fround(value)))) {
      throw new CmgError(`expected a word and ${width || 'its'} numbers`, {
        kind: 'usage',
        where,
        hint: 'The file must be text, a word and its numbers a line, or JSON, {word: [numbers]}; binary files of word2vec and fastText are not read.',
      });
    }
    if (rows.has(word)) return;
    const at = rows.size * width;
    if (at + width > this.data.length) {
      const larger = new Float32Array(Math.max(2 * this.data.length, 1024 * width));
      larger.set(this.data);
      this.data = larger;
    }
    this.data.set(values, at);
    rows.set(word, rows.size);
  }

  table(): WordTable {
    const { width, rows, data } = this;
    if (width === undefined) throw new CmgError('contains no word vectors', { kind: 'usage', where: this.file });
    return { width, rows, data: data.slice(0, rows.size * width) };
  }
}
