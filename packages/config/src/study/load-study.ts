import { dirname, resolve } from 'node:path';
import type { Components, RunConfig } from '@cmg/core';
import type { z } from 'zod';
import { checkConfig } from '../check-config.js';
import { ConfigPlugins } from '../components/config-plugins.js';
import { applyEdits } from '../edits/apply-edits.js';
import type { ConfigOverrides } from '../edits/edits-of-arguments.js';
import { editsOfConfig } from '../edits/edits-of-config.js';
import { checkOptions } from '../parse/check-options.js';
import { readyMadeFile } from '../source/config-file.js';
import { isList, isMap, type Located, type LocatedMap, plain } from '../source/located.js';
import { fileSource, locateYaml } from '../source/locate-yaml.js';
import { locate, type Mistake, MistakesError } from '../source/mistake.js';
import { readConfigFile } from '../source/read-config-file.js';
import { type ReadConfig, type ReadContext, readReferred } from '../source/read-config.js';
import { suggestion } from '../suggest.js';
import { holdFor, type PublishedFigures } from './published-figures.js';
import { rowFolder } from './row-folder.js';
import { StudyErrors } from './study-errors.js';
import { studyShape } from './study-shape.js';

/** One row of a study: its name in the table, and what is trained. */
export interface StudyRowConfig {
  readonly label: string;
  /** Its `name` is that of the row's folder: `dcid-cmcm` of the row `DCID + CMCM`. */
  readonly config: RunConfig;
  /** The given components, and those that the config names by package or path. */
  readonly components: Components;
}

/** Data and tasks that the codes of each row are tried on, those of a config of that name. */
export interface StudyEvaluation {
  readonly config: RunConfig;
  /** The given components, and those that the config names by package or path. */
  readonly components: Components;
}

/** A grid of configs: rows of one table, each trained with several seeds. */
export interface LoadedStudy {
  readonly name: string;
  /** Of the report. */
  readonly title: string | undefined;
  readonly summary: string | undefined;
  /** How many seeds each row is trained with. */
  readonly seeds: number;
  /** The label of the row that the others are compared with. */
  readonly reference: string;
  readonly rows: readonly StudyRowConfig[];
  /** What codes are tried on in place of the rows' own data and tasks; empty: those. */
  readonly evaluations: readonly StudyEvaluation[];
  /** What a paper says of these rows, on their data. */
  readonly published: readonly PublishedFigures[];
}

export interface LoadStudyOptions extends ConfigOverrides {
  /** Ready-made studies, name -> file. */
  readonly studies?: ReadonlyMap<string, string>;
  /** A config in place of the study's `base`, by path or name. */
  readonly base?: string;
  /** Configs in place of those that the study's `evaluate` lists, by path or name. */
  readonly evaluate?: readonly string[];
}

/**
 * Reads a study: a base config, and rows that say what they set, leave out and add, as a config that `extends` it would. The overrides of
 * the options are applied to every row. **Components that a config names by package or path are executed.**
 *
 * @param given a path, or the name of one of `options.studies`
 * @throws CmgError of kind `usage` that lists every mistake as `file:line:column: path: what was expected`
 */
export async function loadStudy(given: string, components: Components, options: LoadStudyOptions = {}): Promise<LoadedStudy> {
  const file = readyMadeFile(given, options.studies, 'study') ?? given;
  const { root, mistakes } = locateYaml(await readConfigFile(file), (lines) => fileSource(file, dirname(resolve(file)), lines));
  if (mistakes.length > 0) throw new MistakesError(mistakes);
  return new StudyReader(file, root, components, options).read();
}

class StudyReader {
  private readonly plugins: ConfigPlugins;
  private readonly context: ReadContext;
  private readonly rows: readonly Located[];
  private readonly errors: StudyErrors;

  constructor(
    private readonly file: string,
    private readonly root: Located,
    private readonly components: Components,
    private readonly options: LoadStudyOptions,
  ) {
    this.plugins = new ConfigPlugins(components, true);
    this.context = { nameOf: this.plugins.nameOf.bind(this.plugins), configs: components.configs };
    this.rows = itemsOf(mapOf(root).get('rows'));
    this.errors = new StudyErrors(file, this.rows.length);
  }

  async read(): Promise<LoadedStudy> {
    const shape = this.checkShape();
    const base = await this.readBase(this.baseNode(), this.options.base === undefined ? 'base: ' : '');
    const edited = base && (await this.edited(base, mapOf(this.root)));
    const rows: StudyRowConfig[] = [];
    for (const row of this.rows) rows.push(...(await this.readRow(row, edited)));
    const evaluations = await this.readEvaluations();
    this.errors.throwIfAny();
    const { name, title, summary, seeds, reference, published = [] } = shape as z.output<typeof studyShape>;
    return {
      name,
      title,
      summary,
      seeds,
      reference: reference ?? (rows.at(-1) as StudyRowConfig).label,
      rows,
      evaluations,
      published: published.filter((figures) => rows.some(({ config }) => holdFor(figures, config))),
    };
  }

  /** Their names are those of tables, so no two are the same. */
  private async readEvaluations(): Promise<StudyEvaluation[]> {
    const { evaluate } = this.options;
    const nodes = evaluate?.map((name) => given('--evaluate', name)) ?? itemsOf(mapOf(this.root).get('evaluate'));
    const evaluations: StudyEvaluation[] = [];
    for (const node of nodes) {
      const read = await this.readBase(node, evaluate === undefined ? 'evaluate: ' : '');
      if (read === undefined) continue;
      const { loaded, mistakes } = await checkConfig(read, this.plugins, this.components, {});
      this.errors.add(mistakes);
      if (loaded === undefined) continue;
      if (evaluations.some(({ config }) => config.name === loaded.config.name)) {
        this.errors.add([{ node, message: `evaluate: another config is called '${loaded.config.name}' too: give it another name` }]);
      }
      evaluations.push(loaded);
    }
    return evaluations;
  }

  /** The file's own mistakes: unknown keys, rows of one name, a reference that is no row. */
  private checkShape(): z.output<typeof studyShape> | undefined {
    const raw = plain(this.root);
    if (!isMap(this.root.value)) {
      this.errors.add([{ node: this.root, message: 'expected a map with the keys name, base, rows' }]);
      return undefined;
    }
    const { value, issues } = checkOptions(studyShape, raw as Record<string, unknown>);
    this.errors.add(issues.map((issue) => locate(this.root, issue)));
    const names = this.rows.map((row) => mapOf(row).get('name'));
    this.errors.add(names.flatMap((node, i) => (node && typeof node.value === 'string' ? repeatedName(node, names.slice(0, i)) : [])));
    const known = [...new Set(names.flatMap((node) => (typeof node?.value === 'string' ? [node.value] : [])))];
    const noRow = (node: Located, name: string, key: string) =>
      this.errors.add([{ node, message: `${key}: no row is called '${name}'${suggestion(name, known, 'there are')}` }]);
    const reference = mapOf(this.root).get('reference');
    if (reference && !known.includes(String(reference.value))) noRow(reference, String(reference.value), 'reference');
    for (const figures of itemsOf(mapOf(this.root).get('published'))) {
      const rows = mapOf(mapOf(figures).get('rows'));
      for (const [name, node] of rows) if (!known.includes(name)) noRow(node, name, 'published');
    }
    return value;
  }

  /** The name of the config that rows change; undefined if the file does not tell, which is reported with its shape. */
  private baseNode(): Located | undefined {
    const { base } = this.options;
    return base === undefined ? mapOf(this.root).get('base') : given('--data', base);
  }

  /** Undefined if it cannot be read, which is reported. */
  private async readBase(node: Located | undefined, prefix: string, row?: string): Promise<ReadConfig | undefined> {
    if (typeof node?.value !== 'string') return undefined;
    try {
      return await readReferred(node, prefix, node.source === this.root.source ? this.file : '.', this.context);
    } catch (error) {
      if (!(error instanceof MistakesError)) throw error;
      this.errors.add(error.mistakes, row);
      return undefined;
    }
  }

  /** A config with the changes that a map of the file makes to it. */
  private async edited({ root, mistakes }: ReadConfig, keys: LocatedMap): Promise<ReadConfig> {
    const { edits, mistakes: mistaken } = editsOfConfig({ set: keys.get('set'), without: keys.get('without'), add: keys.get('add') });
    const edited = await applyEdits(root, edits, this.context.nameOf);
    return { root: edited.root, mistakes: [...mistakes, ...mistaken, ...edited.mistakes] };
  }

  /** None if it has a mistake. */
  private async readRow(row: Located, base: ReadConfig | undefined): Promise<StudyRowConfig[]> {
    const keys = mapOf(row);
    const [name, other] = [keys.get('name'), keys.get('config')];
    if (typeof name?.value !== 'string') return [];
    if (other !== undefined && this.options.base !== undefined) {
      const message = 'config: --data would not change this row, which has a config of its own: leave `config` out';
      this.errors.add([{ node: other, message }]);
      return [];
    }
    const own = other && (await this.readBase(other, 'config: ', name.value));
    const read = other === undefined ? base : own && (await this.edited(own, mapOf(this.root)));
    if (read === undefined) return [];
    const { root, mistakes } = await this.edited(read, keys);
    const named = { ...root, value: new Map(mapOf(root)).set('name', { ...name, value: rowFolder(name.value) || 'row' }) };
    const { loaded, mistakes: all } = await checkConfig({ root: named, mistakes }, this.plugins, this.components, this.options);
    this.errors.add(all, name.value);
    return loaded === undefined ? [] : [{ label: name.value, ...loaded }];
  }
}

/** A row whose name or folder is another row's already, or that can have no folder. */
function repeatedName(node: Located, before: readonly (Located | undefined)[]): Mistake[] {
  const name = String(node.value);
  const folder = rowFolder(name);
  if (folder === '') return [{ node, message: `name: '${name}' has no letter a to z and no digit, and names a folder` }];
  const other = before.find((earlier) => rowFolder(String(earlier?.value)) === folder);
  if (other === undefined) return [];
  const message =
    other.value === name ? `'${name}' is listed twice` : `'${name}' has the same folder, '${folder}', as '${String(other.value)}'`;
  return [{ node, message: `name: ${message}` }];
}

/** A config's name that an option of the command line gives. */
function given(option: string, name: string): Located {
  return { source: { base: process.cwd(), depth: 0, place: () => `${option} ${name}` }, offset: 0, value: name };
}

const mapOf = (node: Located | undefined): LocatedMap => (node !== undefined && isMap(node.value) ? node.value : new Map());
const itemsOf = (node: Located | undefined): readonly Located[] => (node && isList(node.value) ? node.value : []);
