import type { ComponentConfig, Dataset, Labels, PerModality, Pictures } from '@cmg/core';
import type { Locator } from '../arrays/locator.js';
import type { FeatureLayout } from '../arrays/feature-layout.js';

/** A data set as its files describe it: where each clip's features are; only tables and labels have been read. */
export interface ClipTable {
  /** T. */
  readonly segments: number;
  /** Names of the classes; empty where the data has no labels. */
  readonly classes: readonly string[];
  /** Shape of a segment's features, and how arrays of another length are fitted to T, per modality. */
  readonly features: PerModality<FeatureLayout>;
  readonly splits: Readonly<Record<string, ClipSplit>>;
  /** Tables and large files; their content, with the size and age of each clip's own file, identifies the data. */
  readonly files: readonly string[];
  /** Folders in which every file belongs to a clip. */
  readonly folders?: readonly string[];
  /** What was published: a part of it can be used, but a check warns of it. */
  readonly published?: { readonly classes?: number; readonly splits: Readonly<Record<string, number>> };
  /** Present if clips have frames with masks. */
  readonly pictures?: Pictures;
  /** How each modality's features were made, if known. */
  readonly length?: NonNullable<Dataset['length']>;
  readonly extractors?: PerModality<ComponentConfig>;
}

/** The clips of one split, by number from 0 to `clips` - 1. */
export interface ClipSplit {
  /** N. */
  readonly clips: number;
  /** Identifies a clip in messages: `vggsound-avel40k.csv:17`. */
  readonly origin: (clip: number) => string;
  /** The location of its features, for each modality of the split; undefined if the clip lacks the modality. */
  readonly locate: PerModality<(clip: number) => Locator | undefined>;
  /**
   * Absent if the data has no labels.
   *
   * @param fingerprint the data's fingerprint, for naming a cached file
   * @param wanted the clips whose labels are used, if not all: files of others need not be there
   * @returns those of all clips of the split
   */
  readonly labels?: (fingerprint?: string, wanted?: readonly number[]) => Promise<Labels>;
  /** Number of the recording behind each clip, [N], for modalities in which clips share recordings. */
  readonly recordings?: PerModality<Int32Array>;
  /** Other files of a clip: pictures, labels. */
  readonly companions?: (clip: number) => readonly string[];
}
