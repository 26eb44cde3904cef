import { fileHash } from '@cmg/formats';
import {
  CmgError,
  type ComponentConfig,
  type ComponentOrigin,
  type Extractor,
  type ExtractorSession,
  type ModalityPlugin,
  Registry,
} from '@cmg/core';
import { resolve } from 'node:path';

/** An opened extractor with its config, every option spelt out. */
export interface OpenExtractor extends ComponentConfig {
  readonly session: ExtractorSession;
  /** Hash of the file it was loaded from, unless it comes from a package: after an edit its features are extracted again. */
  readonly code?: string;
}

/** An extractor as requested by a user. */
export interface WantedExtractor {
  /** One of the plugin's extractors, a package or a path. */
  readonly use: string;
  /** Not validated yet. */
  readonly options?: unknown;
  /** Where it was loaded from before, as recorded by `features.json` and data sets. */
  readonly from?: ComponentOrigin;
  /** The folder from which a package or a path in `use` is resolved; default: the current one. */
  readonly base?: string;
}

/** An extractor by package or path. */
export interface LoadedExtractor {
  readonly component: Extractor;
  readonly origin: ComponentOrigin;
  /** Its file, unless it comes from a package: packages have a version, files may be edited between two runs. */
  readonly file?: string;
}

/** Loads an extractor: `findComponent('extractor', specifier, base)` of `@cmg/config`. Undefined if a bare name is not a package. */
export type LoadExtractor = (specifier: string, base: string) => Promise<LoadedExtractor | undefined>;

/** The modality that an extractor is for. It needs no plugin if the extractor is loaded by package or path. */
export type ExtractedModality = Pick<ModalityPlugin, 'name' | 'extractors'>;

/** The extractors of a plugin by name, the default first. */
export const extractorsOf = ({ name, extractors = [] }: ExtractedModality): Registry<Extractor> =>
  new Registry(`${name} extractor`, extractors);

/**
 * Opens an extractor for a modality, which may be of any kind; the caller disposes of the session.
 *
 * @param wanted which one, with options; default: the plugin's first with its default options
 * @param load loads an extractor that is not one of the plugin's
 * @throws CmgError of kind `usage` if there is no such extractor or the options are invalid; lists all mistakes
 */
export async function openExtractor(modality: ExtractedModality, wanted?: WantedExtractor, load?: LoadExtractor): Promise<OpenExtractor> {
  const { extractor, config, file } = await parsed(modality, wanted, load);
  const code = file !== undefined && { code: await fileHash(file) };
  return { ...config, ...code, session: await extractor.open(config.options) };
}

/**
 * What {@link openExtractor} would open: its config with every option spelt out.
 *
 * @throws CmgError of kind `usage` if there is no such extractor or the options are invalid; lists all mistakes
 */
export async function describeExtractor(
  modality: ExtractedModality,
  wanted?: WantedExtractor,
  load?: LoadExtractor,
): Promise<ComponentConfig> {
  return (await parsed(modality, wanted, load)).config;
}

async function parsed(modality: ExtractedModality, wanted: WantedExtractor | undefined, load: LoadExtractor | undefined) {
  const { component: extractor, origin: from, file } = await find(modality, wanted, load);
  const { data, error } = extractor.options.safeParse(wanted?.options ?? {});
  if (error) {
    const issues = error.issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message));
    throw new CmgError(issues.join('\n'), { kind: 'usage', where: `extractor '${extractor.name}' of ${modality.name}` });
  }
  const options = data as ComponentConfig['options'];
  return { extractor, config: { use: extractor.name, options, ...(from && { from }) }, file };
}

async function find(
  modality: ExtractedModality,
  wanted: WantedExtractor | undefined,
  load: LoadExtractor | undefined,
): Promise<Pick<LoadedExtractor, 'component'> & Partial<LoadedExtractor>> {
  const known = extractorsOf(modality);
  const use = wanted?.use ?? known.names[0];
  if (use === undefined) {
    const hint = 'Give one by package or path: `--extractor ' + modality.name + '=./my-extractor.mjs`.';
    throw new CmgError(`the modality '${modality.name}' has no extractor for raw media`, { kind: 'usage', hint });
  }
  const { from, base = '.' } = wanted ?? {};
  if (from === undefined && known.has(use)) return { component: known.get(use) };
  const loaded = await load?.(from?.specifier ?? use, from?.base ?? resolve(base));
  return loaded ?? { component: known.get(use) };
}
