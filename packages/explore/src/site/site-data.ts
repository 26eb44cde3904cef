/**
 * What the page reads, relative to its own address. The server makes each file when it is asked for; an exported site has them all.
 *
 * - `data/site.json`: {@link SiteIndex}
 * - `data/<run>/run.json`: {@link RunSummary}
 * - `data/<run>/metrics.json`: {@link RunMetrics}
 * - `data/<run>/<version>/codes/<m>.bin`: codes of modality m, little-endian int32 [N, T, L]
 * - `data/<run>/<version>/labels/<m>.bin`: class of each segment, little-endian int32 [N, T]; -1 is background
 * - `data/<run>/<version>/map.json`: places of the codes, [V][2]
 * - `data/<run>/<version>/heads/<h>/<m>.json`: {@link PredictedEvent}s of each clip
 * - `data/<run>/media/<m>/<clip>/<t>.png` and `.wav`: the picture or spectrogram, and the sound, of a segment
 * - `data/<run>/web/`: the run for the browser, as `cmg export-web` writes it
 * - `data/<run>/words/<m>/<clip>.json`: the words of a clip, [T]; empty where a segment has none
 *
 * Modalities and heads are numbered, in the order of the summary, so that no name of a file becomes a path. A version names a checkpoint:
 * what lies below it never changes.
 */
export interface SiteIndex {
  /** Whether a server is there, which tells of runs as they train. */
  readonly live: boolean;
  readonly runs: readonly RunEntry[];
}

/** How far a run is: it writes now, it is done, or it stopped before. */
export type RunState = 'waiting' | 'training' | 'stopped' | 'finished';

export interface RunEntry {
  /** What its paths begin with. */
  readonly id: string;
  readonly name: string;
  /** Where it lies in the folder that was given; empty for that itself. */
  readonly place: string;
  readonly state: RunState;
  /** Changes with its checkpoint; empty before the first. */
  readonly checkpoint: string;
  /** Clips of one step. */
  readonly clipsPerStep: number;
}

/** What a segment is to people. */
export type MediaKind = 'picture' | 'sound' | 'words';

export interface ModalitySummary {
  readonly name: string;
  /** Of held-out clips. */
  readonly split: string;
  /** N, of which codes are there. */
  readonly clips: number;
  /** How many clips the split has. */
  readonly total: number;
  /** Absent where the data is features alone. */
  readonly media?: MediaKind;
  /** Whether segments have classes. */
  readonly labelled: boolean;
}

interface HeadSummary {
  readonly task: string;
  /** The labelled modality. */
  readonly from: string;
  readonly seed: number;
}

export interface RunSummary {
  readonly name: string;
  /** Of its checkpoint. */
  readonly version: string;
  readonly trained: { readonly step: number; readonly epoch: number };
  /** V, how many codes there are, over all levels. */
  readonly codes: number;
  /** L. */
  readonly levels: number;
  /** D. */
  readonly width: number;
  /** T. */
  readonly segments: number;
  /** Without background; empty if clips have no labels. */
  readonly classes: readonly string[];
  readonly modalities: readonly ModalitySummary[];
  readonly heads: readonly HeadSummary[];
  /** Of the data: runs of one fingerprint have the same clips. */
  readonly fingerprint: string;
}

/** A record of training, of which the page draws all. */
export interface LiveRecord {
  readonly step: number;
  readonly epoch: number;
  readonly total: number | null;
  readonly losses: Readonly<Record<string, number | null>>;
  readonly codes: { readonly used: Readonly<Record<string, number>>; readonly usedByAll: number };
  readonly clipsPerSecond: number;
  /** Steps that the run will have. */
  readonly totalSteps?: number;
  readonly validation?: {
    readonly total: number | null;
    readonly retrieval?: { readonly mean: number; readonly chance: number };
  };
}

export interface RunMetrics {
  readonly records: readonly LiveRecord[];
}

/** An event that a head recognises in a clip. */
export interface ShownEvent {
  readonly class: string;
  readonly score: number;
  /** [begin, end); absent if it is of the whole clip. */
  readonly segments?: readonly [begin: number, end: number];
}
