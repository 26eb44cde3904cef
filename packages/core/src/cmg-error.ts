/** What kind of failure an error is; the `cmg` command turns it into its exit code (1 for `failure`, 2 for `usage`). */
export type CmgErrorKind = 'failure' | 'usage';

export interface CmgErrorDetails {
  /** `usage`: the user's command or config is wrong; `failure` (default): the request could not be carried out. */
  readonly kind?: CmgErrorKind;
  /** Where: a file (with line), a config path, a tensor name. */
  readonly where?: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** The same in all copies of this package: a plugin may bring its own copy. */
const BRAND = Symbol.for('@cmg/core.error');

/**
 * An error meant to be read by a user: what is wrong, where, and what to do. Anything else that is thrown is a bug. Errors made by
 * another copy of this package are `instanceof` this class, too.
 */
export class CmgError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (this !== CmgError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  override readonly name = 'CmgError';
  readonly kind: CmgErrorKind;
  /** What is wrong, without where and what to do. */
  readonly what: string;
  readonly where: string | undefined;
  readonly hint: string | undefined;

  constructor(what: string, details: CmgErrorDetails = {}) {
    const where = details.where === undefined ? '' : `${details.where}: `;
    const hint = details.hint === undefined ? '' : `\n  ${details.hint}`;
    super(`${where}${what}${hint}`, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = details.kind ?? 'failure';
    this.what = what;
    this.where = details.where;
    this.hint = details.hint;
  }

  get [BRAND](): true {
    return true;
  }
}
