import { readFile } from 'node:fs/promises';

/** Versions of packages that generated ones ask for. */
export interface PackageVersions {
  /** Of all `@cmg` packages. */
  readonly cmg: string;
  readonly tfjs: string;
  readonly zod: string;
  readonly typescript: string;
  readonly nodeTypes: string;
}

/** Those that this package was made with. */
export async function packageVersions(): Promise<PackageVersions> {
  const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const of = (name: string): string => manifest.devDependencies[name] as string;
  return { cmg: `^${manifest.version}`, tfjs: of('@tensorflow/tfjs'), zod: of('zod'), typescript: of('typescript'), nodeTypes: of('@types/node') };
}
