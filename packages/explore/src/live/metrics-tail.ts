import { CmgError } from '@cmg/core';
import { RegularFile } from '@cmg/formats';
import { stat } from 'node:fs/promises';
import { z } from 'zod';
import type { LiveRecord } from '../site/site-data.js';

/** Records that are kept: with twice as many, every second one is dropped, but none with validation. */
const KEPT = 2000;

const number = z.number().nullable();
const shape = z.object({
  step: z.int(),
  epoch: z.int(),
  total: number,
  losses: z.record(z.string(), number),
  codes: z.object({ used: z.record(z.string(), z.number()), usedByAll: z.number() }),
  clipsPerSecond: z.number(),
  totalSteps: z.int().exactOptional(),
  validation: z.object({ total: number, retrieval: z.object({ mean: z.number(), chance: z.number() }).exactOptional() }).exactOptional(),
});

/** The records of a run's `metrics.jsonl`, which another process appends to, or writes anew: what stands there is read once. */
export class MetricsTail {
  /** Changes whenever earlier records did. */
  generation = 0;
  /** When the file was last written, in ms; 0 where there is none. */
  written = 0;
  records: LiveRecord[] = [];
  private inode = 0;
  private offset = 0;
  /** Bytes of a line that is not whole yet, one a character. */
  private rest = '';

  constructor(private readonly file: string) {}

  /** Reads what is new. A file or a line that cannot be read counts for nothing: other runs are shown all the same. */
  async poll(): Promise<void> {
    const found = await stat(this.file).catch(() => undefined);
    // A run that goes on from a checkpoint puts another file in its place.
    if (found === undefined || found.ino !== this.inode || found.size < this.offset) this.restart();
    if (found === undefined || found.size === this.offset) return;
    this.inode = found.ino;
    this.written = found.mtimeMs;
    try {
      await RegularFile.with(this.file, (file) => this.read(file));
    } catch (error) {
      if (!(error instanceof CmgError)) throw error;
    }
  }

  private async read(file: RegularFile): Promise<void> {
    const parts = [Buffer.from(this.rest, 'latin1')];
    for await (const part of file.stream(this.offset)) parts.push(Buffer.from(part));
    this.offset = file.size;
    const bytes = Buffer.concat(parts);
    const end = bytes.lastIndexOf(10) + 1;
    this.rest = bytes.toString('latin1', end);
    for (const line of bytes.toString('utf8', 0, end).split('\n')) {
      const record = recordOf(line);
      if (record !== undefined && record.step > (this.records.at(-1)?.step ?? 0)) this.records.push(record);
    }
    while (this.records.length >= 2 * KEPT) this.thin();
  }

  private thin(): void {
    this.records = this.records.filter(({ validation }, i) => validation !== undefined || i % 2 === 1);
    this.generation++;
  }

  private restart(): void {
    if (this.offset > 0) this.generation++;
    this.records = [];
    this.written = 0;
    this.inode = 0;
    this.offset = 0;
    this.rest = '';
  }
}

/** undefined where a line is no record. */
function recordOf(line: string): LiveRecord | undefined {
  try {
    return shape.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
