import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
import { type Document, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import { CmgError, type Components, type ModalityPlugin, Registry, type RunConfig } from '@cmg/core';
import { type ConfigIssue, parseConfig } from './parse-config.js';

/** `data.clips`, `objectives[2].weight`. */
function pathText(path: readonly PropertyKey[]): string {
  return path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('').replace(/^\./, '');
}

/** Offset in the file of the deepest node on the path; of the key itself for the last part of a map. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const parent = document.getIn(path.slice(0, depth - 1), true);
    const last = path[depth - 1];
    if (isNode(parent) && 'items' in parent) {
      const item = (parent.items as unknown[]).find((entry, i) =>
        isPair(entry) ? isScalar(entry.key) && entry.key.value === last : i === last,
      );
      const node = isPair(item) ? item.key : item;
      if (isNode(node) && node.range) return node.range[0];
    }
  }
  return isNode(document.contents) && document.contents.range ? document.contents.range[0] : 0;
}

/** A validated config, and all that it may name. */
export interface LoadedConfig {
  readonly config: RunConfig;
  /** The components that were given, and those that the config names by package or path. */
  readonly components: Components;
}

function report(file: string, text: string, lines: LineCounter, found: { offset: number; issue: string }[]): CmgError {
  const list = found
    .sort((a, b) => a.offset - b.offset)
    .map(({ offset, issue }) => {
      const { line, col } = lines.linePos(Math.min(offset, text.length));
      return `${file}:${line}:${col}: ${issue}`;
    });
  return new CmgError(list.join('\n'), { kind: 'usage' });
}

/** Plugins named by package or file (`use: "@scope/modality-depth"`) are imported, relative to the config's folder. */
async function importPlugins(raw: unknown, file: string, components: Components): Promise<void> {
  const entries = (raw as { modalities?: unknown } | null)?.modalities;
  if (!Array.isArray(entries)) return;
  for (const [i, entry] of entries.entries()) {
    const named = typeof entry === 'string' ? entry : (entry as { use?: unknown } | null)?.use;
    if (typeof named !== 'string' || !/^[@.]|\//.test(named)) continue;
    const where = `${file}: modalities[${i}]`;
    const plugin = await importPlugin(named, file, where);
    if (!components.modalities.has(plugin.name)) components.modalities.add(plugin);
    if (typeof entry === 'string') entries[i] = plugin.name;
    else (entry as { use: string }).use = plugin.name;
  }
}

async function importPlugin(specifier: string, file: string, where: string): Promise<ModalityPlugin> {
  const folder = resolve(dirname(file));
  try {
    const target = specifier.startsWith('.')
      ? resolve(folder, specifier)
      : createRequire(resolve(folder, 'config.yaml')).resolve(specifier);
    const module = (await import(pathToFileURL(target).href)) as { default?: unknown; plugin?: unknown };
    const plugin = (module.default ?? module.plugin) as ModalityPlugin | undefined;
    if (plugin?.name === undefined || plugin.createSemanticEncoder === undefined) {
      throw new Error('its default export is not a modality plugin');
    }
    return plugin;
  } catch (cause) {
    throw new CmgError(`cannot load the modality plugin '${specifier}': ${(cause as Error).message}`, {
      kind: 'usage',
      where,
      hint: 'Install the package where the config lies, or give a path that starts with "./".',
      cause,
    });
  }
}

/**
 * Reads and validates a YAML (or JSON) config.
 *
 * @throws CmgError of kind `usage` that lists every mistake as `file:line:column: path: what was expected`.
 */
export async function loadConfig(file: string, components: Components): Promise<LoadedConfig> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new CmgError('cannot be read', { kind: 'usage', where: file, hint: (cause as Error).message, cause });
  }
  return configFromText(text, file, components);
}

/** As {@link loadConfig}, from the file's text. */
export async function configFromText(text: string, file: string, components: Components): Promise<LoadedConfig> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors.map((error) => ({ offset: error.pos[0], issue: error.message }));
  if (broken.length > 0) throw report(file, text, lines, broken);
  const raw: unknown = document.toJS();
  const all: Components = { ...components, modalities: new Registry(components.modalities.kind, components.modalities) };
  await importPlugins(raw, file, all);
  const { config, issues } = parseConfig(raw, all);
  if (config !== undefined) return { config, components: all };
  throw report(
    file,
    text,
    lines,
    issues.map(({ path, message }: ConfigIssue) => ({
      offset: offsetOf(document, path),
      issue: path.length === 0 ? message : `${pathText(path)}: ${message}`,
    })),
  );
}
