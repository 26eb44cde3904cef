/** The part of Node's `fs/promises` that is used. It is looked up at run time, not imported, so that browser bundles work. */
interface FileSystem {
  mkdtemp(prefix: string): Promise<string>;
  readdir(path: string): Promise<string[]>;
  rm(path: string, options: { recursive: boolean; force: boolean }): Promise<void>;
  writeFile(path: string, text: string): Promise<void>;
}

/** A folder for derived data that the checks may damage. */
export interface CacheFolder {
  readonly path: string;
  /** Overwrites every file in it with garbage. */
  damage(): Promise<void>;
  remove(): Promise<void>;
}

/** A new temporary folder; undefined outside Node. */
export async function temporaryCache(): Promise<CacheFolder | undefined> {
  const { process } = globalThis as unknown as { process?: { getBuiltinModule?(name: string): unknown } };
  const files = process?.getBuiltinModule?.('node:fs/promises') as FileSystem | undefined;
  const system = process?.getBuiltinModule?.('node:os') as { tmpdir(): string } | undefined;
  if (files === undefined || system === undefined) return undefined;
  const path = await files.mkdtemp(`${system.tmpdir()}/cmg-reader-`);
  return {
    path,
    damage: async () => {
      for (const file of await files.readdir(path)) await files.writeFile(`${path}/${file}`, 'not what it was');
    },
    remove: () => files.rm(path, { recursive: true, force: true }),
  };
}
