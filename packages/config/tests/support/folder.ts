import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder with a config, files and packages of a stranger. */
export class Folder {
  private constructor(readonly path: string) {}

  static async make(): Promise<Folder> {
    return new Folder(await realpath(await mkdtemp(join(tmpdir(), 'cmg-config-'))));
  }

  /** Writes a file and returns its path. */
  async write(name: string, text: string): Promise<string> {
    const file = join(this.path, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    return file;
  }

  /** A package in `node_modules`, as npm would install it. */
  async install(name: string, source: string, manifest: object = {}): Promise<void> {
    const json = { name, version: '1.2.0', type: 'module', exports: { import: './index.js' }, ...manifest };
    await this.write(join('node_modules', name, 'package.json'), JSON.stringify(json));
    await this.write(join('node_modules', name, 'index.js'), source);
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true });
  }
}

const ZOD = JSON.stringify(import.meta.resolve('zod'));

/** The functions that a component of each kind has. */
const PARTS = {
  modality: "features: { axes: ['F'], description: 'f' }, createSemanticEncoder() {}, createSpecificEncoder() {}, createDecoder() {},",
  objective: 'create() {},',
  dataset: 'open() {},',
  observer: 'create() {},',
  task: 'targets() {}, createHead() {},',
  extractor: "kind: 'audio', open() {},",
};

/** Source of a component with the option `bins`, as an expression. */
export function component(kind: keyof typeof PARTS, name: string): string {
  return `{ name: '${name}', description: 'the ${name}', options: z.strictObject({ bins: z.int().default(7), root: z.string().meta({ format: 'path' }).optional() }), ${PARTS[kind]} }`;
}

/** Source of a module. */
export function module(...lines: readonly string[]): string {
  return [`import { z } from ${ZOD};`, ...lines].join('\n');
}

/** Source of a module whose default export is a component. */
export function plugin(kind: keyof typeof PARTS, name: string): string {
  return module(`export default ${component(kind, name)};`);
}
