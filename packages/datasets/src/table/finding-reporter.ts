import { CmgError, type Finding } from '@cmg/core';

/**
 * Receives problems of files. The caller reports a row, skips it and continues: when a data set is opened, the first error throws; when
 * one is checked (`cmg data check`), all findings are collected.
 */
export interface FindingReporter {
  /**
   * The data cannot be used as it is.
   *
   * @param where file, and line or row: `clips.csv:12`
   * @param hint what to do about it
   */
  error(where: string, what: string, hint?: string): void;
  /** The data can be used, but is not as expected. */
  warning(where: string, what: string, hint?: string): void;
  /** A missing file: an error, reported once per file. */
  missing(file: string, hint: string): void;
}

/** Throws at the first error and ignores warnings. */
export const STRICT: FindingReporter = {
  error(where, what, hint) {
    throw new CmgError(what, { where, ...(hint !== undefined && { hint }) });
  },
  warning() {},
  missing: (where, hint) => STRICT.error(where, 'is missing', hint),
};

/** Collects findings; one that several splits meet in the same file is listed once. */
export class Findings implements FindingReporter {
  readonly list: Finding[] = [];
  private readonly gone = new Set<string>();
  private readonly known = new Set<string>();

  error(where: string, what: string, hint?: string): void {
    this.add('error', where, what, hint);
  }

  warning(where: string, what: string, hint?: string): void {
    this.add('warning', where, what, hint);
  }

  missing(file: string, hint: string): void {
    this.add('error', file, 'is missing', hint);
    this.gone.add(file);
  }

  private add(level: Finding['level'], where: string, what: string, hint: string | undefined): void {
    const text = `${where}: ${what}`;
    if (this.gone.has(where) || this.known.has(text)) return;
    this.known.add(text);
    this.list.push({ level, where, what, ...(hint !== undefined && { hint }) });
  }
}

/** What the action returns; undefined if it failed with a CmgError, which is reported. */
export async function attempt<T>(report: FindingReporter, action: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof CmgError)) throw error;
    report.error(error.where ?? '', error.what, error.hint);
    return undefined;
  }
}
