import { readFile } from 'node:fs/promises';

/** Versions of the packages that generated ones depend on. */
export interface PackageVersions {
  /** Of all `@cmg` packages. */
  readonly cmg: string;
  readonly tfjs: string;
  readonly zod: string;
  readonly typescript: string;
  readonly nodeTypes: string;
}

/** The versions that this package was built with. */
export async function packageVersions(): Promise<PackageVersions> {
  const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const of = (name: string): string => manifest.devDependencies[name] as string;
  return {
    cmg: `^${manifest.version}`,
    tfjs: of('@tensorflow/tfjs'),
    zod: of('zod'),
    typescript: of('typescript'),
    nodeTypes: of('@types/node'),
  };
}
