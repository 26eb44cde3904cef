import { encodeSafetensors, readSafetensors } from '@cmg/formats';
import type { NdArray } from '@cmg/core';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Output } from '../../src/index.js';

export const FIXTURES = fileURLToPath(new URL('../../../../fixtures/official', import.meta.url));

/** What a variant's two files hold. */
export interface RecordedFiles {
  readonly json: Record<string, unknown> & { steps: Record<string, unknown>[] };
  readonly tensors: Map<string, NdArray>;
}

/** A folder with one recorded run, changed; removed when `use` is done. */
export async function withFolder<T>(
  variant: string,
  change: (record: RecordedFiles) => void,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'cmg-parity-'));
  try {
    const { tensors } = await readSafetensors(join(FIXTURES, `${variant}.safetensors`));
    const record: RecordedFiles = {
      json: JSON.parse(await readFile(join(FIXTURES, `${variant}.json`), 'utf8')),
      tensors: new Map(tensors),
    };
    change(record);
    await writeFile(join(folder, `${variant}.json`), JSON.stringify(record.json));
    await writeFile(join(folder, `${variant}.safetensors`), Buffer.concat(encodeSafetensors(record.tensors)));
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Keeps what is printed. */
export class Lines implements Output {
  readonly printed: string[] = [];
  readonly complaints: string[] = [];
  print = (line: string): void => void this.printed.push(line);
  complain = (line: string): void => void this.complaints.push(line);
}
