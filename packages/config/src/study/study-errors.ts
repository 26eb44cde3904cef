import { CmgError } from '@cmg/core';
import { type Mistake, mistakeLines } from '../source/mistake.js';

/**
 * All that is wrong with a study, each mistake once: a base config's is found in every row. What is written outside the study's file and
 * is wrong in some rows only is said with their names.
 */
export class StudyErrors {
  private readonly own: Mistake[] = [];
  private readonly others = new Map<string, Set<string>>();

  /** @param file the study's, as messages name it */
  constructor(
    private readonly file: string,
    private readonly rows: number,
  ) {}

  add(mistakes: readonly Mistake[], row?: string): void {
    for (const mistake of mistakes) {
      const [line = ''] = mistakeLines([mistake]);
      if (line.startsWith(`${this.file}:`)) this.own.push(mistake);
      else {
        const rows = this.others.get(line) ?? new Set();
        this.others.set(line, row === undefined ? rows : rows.add(row));
      }
    }
  }

  /** @throws CmgError of kind `usage` where anything was added */
  throwIfAny(): void {
    const others = [...this.others].map(([line, rows]) =>
      rows.size === 0 || rows.size === this.rows ? line : `${line} (in ${rowsText([...rows])})`,
    );
    const lines = [...new Set(mistakeLines(this.own)), ...others];
    if (lines.length > 0) throw new CmgError(lines.join('\n'), { kind: 'usage' });
  }
}

const rowsText = (rows: readonly string[]): string => `${rows.length === 1 ? 'row' : 'rows'} ${rows.map((name) => `'${name}'`).join(', ')}`;
