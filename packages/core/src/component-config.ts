/** One named component of a config with its validated options. */
export interface ComponentConfig<Options = Readonly<Record<string, unknown>>> {
  readonly use: string;
  readonly options: Options;
}

/** An objective with the factor of its losses. */
export interface ObjectiveConfig extends ComponentConfig {
  readonly weight: number;
}
