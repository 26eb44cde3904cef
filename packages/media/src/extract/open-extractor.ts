import { CmgError, type ComponentConfig, type Extractor, type ExtractorSession, type ModalityPlugin, Registry } from '@cmg/core';

/** An extractor that is ready to work, and how it was asked for: every option spelt out. */
export interface OpenExtractor extends ComponentConfig {
  readonly session: ExtractorSession;
}

/** The extractors of a plugin by name, the default first. */
export const extractorsOf = ({ name, extractors = [] }: ModalityPlugin): Registry<Extractor> =>
  new Registry(`extractor of ${name}`, extractors);

/**
 * Opens one of a plugin's extractors; the caller disposes of the session.
 *
 * @param wanted which one, with options; default: the plugin's first with its default options
 * @throws CmgError of kind `usage` where the plugin has no such extractor or the options are wrong, all mistakes at once
 */
export async function openExtractor(
  plugin: ModalityPlugin,
  wanted?: { readonly use: string; readonly options?: unknown },
): Promise<OpenExtractor> {
  const known = extractorsOf(plugin);
  const use = wanted?.use ?? known.names[0];
  if (use === undefined) throw new CmgError(`the modality '${plugin.name}' has no extractor for raw media`, { kind: 'usage' });
  const extractor = known.get(use);
  const parsed = extractor.options.safeParse(wanted?.options ?? {});
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message));
    throw new CmgError(issues.join('\n'), { kind: 'usage', where: `extractor '${use}' of ${plugin.name}` });
  }
  const options = parsed.data as ComponentConfig['options'];
  return { use, options, session: await extractor.open(options) };
}
