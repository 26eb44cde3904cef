import { z } from 'zod';

/** Where a component that is not built in comes from. */
export const componentOrigin = z.object({
  /** As written in the config: `@me/modality-depth`, `./mine.ts`. */
  specifier: z.string(),
  /** The absolute folder from which it was resolved: that of the config. */
  base: z.string(),
  /** Of the package's `package.json`; absent for a file beside the config. */
  version: z.string().exactOptional(),
});

/** What {@link componentOrigin} reads. */
export type ComponentOrigin = Readonly<z.output<typeof componentOrigin>>;

/** One named component of a config with its validated options. */
export interface ComponentConfig<Options = Readonly<Record<string, unknown>>> {
  readonly use: string;
  readonly options: Options;
  /** Absent for what is built in. */
  readonly from?: ComponentOrigin;
}

/**
 * How far an encoder sees along a clip: the segment alone (`none`), a window of segments around it (an odd number), or as much as its
 * plugin allows (`clip`).
 */
export type EncoderContext = 'none' | 'clip' | { readonly window: number };

/** A modality with the reach of its encoders, and what is hidden from them. */
export interface ModalityConfig extends ComponentConfig {
  /** Absent in older runs: `clip`. */
  readonly context?: EncoderContext;
  /** The rate at which values are hidden from the semantic encoder in training. Absent in older runs: 0. */
  readonly featureDropout?: number;
}

/** An objective with the factor of its losses. */
export interface ObjectiveConfig extends ComponentConfig {
  readonly weight: number;
}
