import type { TextMedia } from '@cmg/core';
import { spellingVector } from './spelling-vector.js';
import { wordsOf } from './words-of.js';

/** Vectors of known words: row r of `data` [rows, width] is that of the r-th word. */
export interface WordTable {
  readonly width: number;
  readonly rows: ReadonlyMap<string, number>;
  readonly data: Float32Array;
}

/** Describes texts by a table: the words' vectors, and for words that it lacks those of their spelling. */
export class WordDescriber {
  /** Root of the mean square of the table's values, to which spellings are scaled. */
  private readonly size: number;

  constructor(private readonly table: WordTable) {
    let squares = 0;
    for (const value of table.data) squares += value * value;
    this.size = Math.sqrt(squares / table.data.length);
  }

  /**
   * A row [width] for each word of a text. A word that is not in the table in any case is the mean of its parts between hyphens and
   * apostrophes that are.
   *
   * @param onNote told of each word that is described by its spelling
   * @throws CmgError if the text contains no word
   */
  describe({ text }: TextMedia, onNote?: (note: string) => void): Float32Array {
    const { width } = this.table;
    const words = wordsOf(text);
    const out = new Float32Array(words.length * width);
    words.forEach((word, i) => out.set(this.vectorOf(word) ?? this.spelt(word, onNote), i * width));
    return out;
  }

  private vectorOf(word: string): Float32Array | undefined {
    const whole = this.find(word);
    if (whole !== undefined) return whole;
    const parts = word.split(/['’-]/).flatMap((part) => this.find(part) ?? []);
    return parts.length === 0
      ? undefined
      : Float32Array.from(parts[0]!, (_, i) => parts.reduce((sum, part) => sum + part[i]!, 0) / parts.length);
  }

  private find(word: string): Float32Array | undefined {
    const { rows, data, width } = this.table;
    const row = rows.get(word) ?? rows.get(word.toLowerCase());
    return row === undefined ? undefined : data.subarray(row * width, (row + 1) * width);
  }

  private spelt(word: string, onNote?: (note: string) => void): Float32Array {
    onNote?.(`the word '${word}' is unknown: it is described by its spelling`);
    return spellingVector(word, this.table.width).map((value) => value * this.size);
  }
}
