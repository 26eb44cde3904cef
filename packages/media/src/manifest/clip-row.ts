import type { PerModality } from '@cmg/core';

/** One clip of a manifest. */
export interface ClipRow {
  readonly id: string;
  readonly split: string;
  readonly label?: string;
  /** When the label's event begins and ends. */
  readonly onset?: number;
  readonly offset?: number;
  /** Of features: how many of their rows are the clip's segments, at most; what follows is padding. */
  readonly segments?: number;
  /** The other non-empty columns: media (or features) by modality. */
  readonly sources: PerModality<string>;
}

/** A clip and its position in the manifest. */
export interface PlacedRow extends ClipRow {
  /** `file:line`. */
  readonly where: string;
}

/** Columns that are not media. */
export const RESERVED = ['id', 'split', 'label', 'onset', 'offset', 'segments'] as const;
