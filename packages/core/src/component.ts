import type { z } from 'zod';

/** What a config can name in a `use:` key: a plugin, an objective, a data set reader, a task or a kind of codebook. */
export interface Component<Options = unknown> {
  /** The name in a config; lower case, unique among its kind. */
  readonly name: string;
  /** One line for `cmg --help`, the schema and the docs. */
  readonly description: string;
  /** A strict object schema; every option has a default and a description. */
  readonly options: { parse(values: unknown): Options; readonly _output: Options } & z.ZodObject<z.ZodRawShape>;
}
