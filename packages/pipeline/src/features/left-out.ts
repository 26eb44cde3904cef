import type { CmgError } from '@cmg/core';

/** Told of a clip of a manifest that is left out, and why. */
export type OnLeftOut = (clip: string, error: CmgError) => void;

/** Clips of a manifest that could not be read or encoded: they do not end the others. */
export class LeftOut {
  private readonly rows = new Set<number>();
  private first: CmgError | undefined;

  /** @param ids of all clips, [N] */
  constructor(
    private readonly ids: readonly string[],
    private readonly tell: OnLeftOut,
  ) {}

  add(row: number, error: CmgError): void {
    if (this.rows.has(row)) return;
    this.rows.add(row);
    this.first ??= error;
    this.tell(this.ids[row] as string, error);
  }

  has(row: number): boolean {
    return this.rows.has(row);
  }

  /** @throws the first clip's error where no clip is left */
  expectSome(): void {
    if (this.first !== undefined && this.rows.size === this.ids.length) throw this.first;
  }
}
