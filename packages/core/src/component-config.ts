/** Where a component that is not built in came from. */
export interface ComponentOrigin {
  /** As the config says it: `@me/modality-depth`, `./mine.ts`. */
  readonly specifier: string;
  /** The absolute folder from which it was resolved: that of the config. */
  readonly base: string;
  /** Of the package's `package.json`; absent for a file beside the config. */
  readonly version?: string;
}

/** One named component of a config with its validated options. */
export interface ComponentConfig<Options = Readonly<Record<string, unknown>>> {
  readonly use: string;
  readonly options: Options;
  /** Absent for what is built in. */
  readonly from?: ComponentOrigin;
}

/** An objective with the factor of its losses. */
export interface ObjectiveConfig extends ComponentConfig {
  readonly weight: number;
}
