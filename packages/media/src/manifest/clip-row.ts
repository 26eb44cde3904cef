import type { PerModality } from '@cmg/core';

/** One clip of a manifest. */
export interface ClipRow {
  readonly id: string;
  readonly split: string;
  readonly label?: string;
  /** When the label's event begins and ends. */
  readonly onset?: number;
  readonly offset?: number;
  /** The other columns that are not empty: media (or features) by modality. */
  readonly sources: PerModality<string>;
}

/** A clip, and where in its manifest it stands. */
export interface PlacedRow extends ClipRow {
  /** `file:line`. */
  readonly where: string;
}

/** Columns that are no media. */
export const RESERVED = ['id', 'split', 'label', 'onset', 'offset'] as const;
