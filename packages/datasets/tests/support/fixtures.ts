import type { Finding } from '@cmg/core';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Path of a fixture that `make-fixtures.py` wrote. */
export const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

/** Runs the body on a copy of a fixture, which it may damage. */
export async function withCopy<T>(name: string, body: (root: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'cmg-copy-'));
  try {
    const root = join(folder, name);
    await cp(fixture(name), root, { recursive: true, preserveTimestamps: true });
    return await body(root);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Findings except those that a fixture always has because of its few clips and classes. */
export const withoutCounts = (findings: readonly Finding[]): Finding[] => findings.filter(({ what }) => !what.includes('published: '));
