import type { TrainingOutcome } from '@cmg/core';
import type { RuntimeReport } from '@cmg/runtime';
import type { StudyCell } from './study-cell.js';

/** What the study tells a process that runs cells. */
export type ToCellProcess = { readonly kind: 'run'; readonly cell: StudyCell } | { readonly kind: 'stop' };

/** What it answers. */
export type FromCellProcess =
  /** It has opened TensorFlow and takes cells. */
  | { readonly kind: 'ready'; readonly runtime: RuntimeReport }
  | { readonly kind: 'data'; readonly reader: string; readonly what: string; readonly done: number }
  | { readonly kind: 'progress'; readonly stage: string; readonly done: number }
  | { readonly kind: 'done'; readonly outcome: TrainingOutcome }
  | { readonly kind: 'failed'; readonly message: string };
