import type { ComponentConfig, Labels, PerModality, Pictures } from '@cmg/core';
import type { Locator } from '../arrays/locator.js';
import type { FeatureLayout } from '../arrays/feature-layout.js';

/** A data set as its files describe it: where each clip's features are, nothing read yet but tables and labels. */
export interface ClipTable {
  /** T. */
  readonly segments: number;
  /** Names of the classes; empty where the data has no labels. */
  readonly classes: readonly string[];
  /** Shape of a segment's features, and how arrays of another length come to T, per modality. */
  readonly features: PerModality<FeatureLayout>;
  readonly splits: Readonly<Record<string, ClipSplit>>;
  /** Tables and large files; their content, with the size and age of each clip's own file, identifies the data. */
  readonly files: readonly string[];
  /** Folders in which every file belongs to a clip. */
  readonly folders?: readonly string[];
  /** What was published: a part of it can be used, and is told of by a check. */
  readonly published?: { readonly classes?: number; readonly splits: Readonly<Record<string, number>> };
  /** Where clips have frames with masks. */
  readonly pictures?: Pictures;
  /** What made each modality's features, where that is known. */
  readonly extractors?: PerModality<ComponentConfig>;
}

/** The clips of one split, by number from 0 to `clips` - 1. */
export interface ClipSplit {
  /** N. */
  readonly clips: number;
  /** What names a clip, for messages: `vggsound-avel40k.csv:17`. */
  readonly origin: (clip: number) => string;
  /** Where its features are, for each modality that the split has. */
  readonly locate: PerModality<(clip: number) => Locator>;
  /**
   * Left out where the data has no labels.
   *
   * @param fingerprint the data's, where it may name a cached file
   */
  readonly labels?: (fingerprint?: string) => Promise<Labels>;
  /** Number of the recording behind each clip, [N], of modalities in which clips share some. */
  readonly recordings?: PerModality<Int32Array>;
  /** Other files of a clip: pictures, labels. */
  readonly companions?: (clip: number) => readonly string[];
}
