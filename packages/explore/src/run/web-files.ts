import { CmgError } from '@cmg/core';
import { describeIndex, exportWeb, indexClips, type OpenRunOptions, type Run } from '@cmg/pipeline';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Resource } from '../site/resource.js';
import type { ModalitySummary } from '../site/site-data.js';
import type { FoundHead } from './find-heads.js';

export interface WebFilesOptions extends OpenRunOptions {
  readonly heads: readonly FoundHead[];
  readonly modalities: readonly ModalitySummary[];
  /** Taken if it is of this run; default: its held-out clips. */
  readonly index?: string;
}

/** A run as a browser runs it: written to a temporary folder when it is first asked for. */
export class WebFiles {
  private folder: Promise<string> | undefined;

  constructor(
    private readonly run: Run,
    private readonly options: WebFilesOptions,
  ) {}

  /** A file; undefined where there is none. @throws CmgError where the run cannot run in a browser */
  async find(name: string): Promise<Resource | undefined> {
    if (!(await this.names()).includes(name)) return undefined;
    const json = name.endsWith('.json');
    const type = json ? 'application/json; charset=utf-8' : 'application/octet-stream';
    // All but one are named after their content.
    return { type, body: await readFile(join(await this.written(), 'run', name)), lasting: !json };
  }

  /** Of all files. @throws CmgError as {@link find} does */
  async names(): Promise<string[]> {
    return readdir(join(await this.written(), 'run'));
  }

  async close(): Promise<void> {
    const folder = await this.folder?.catch(() => undefined);
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }

  private written(): Promise<string> {
    this.folder ??= this.write();
    this.folder.catch(() => (this.folder = undefined));
    return this.folder;
  }

  private async write(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'cmg-explore-'));
    try {
      const { heads, modalities, index: given, ...opening } = this.options;
      const index = (await this.ofThisRun(given)) ?? (await this.indexed(join(folder, 'index')));
      await exportWeb(this.run.folder, {
        ...opening,
        out: join(folder, 'run'),
        heads: heads
          .filter(({ description }) => description.taskFrom === undefined && description.inputShape === undefined)
          .map((head) => head.folder),
        ...(index !== undefined && { index }),
      });
      return folder;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  private async ofThisRun(index: string | undefined): Promise<string | undefined> {
    if (index === undefined) return undefined;
    return (await describeIndex(index)).about['checkpoint'] === this.run.checkpoint ? index : undefined;
  }

  /** The held-out clips; none where what searches is not installed. */
  private async indexed(index: string): Promise<string | undefined> {
    try {
      for (const { name, split } of this.options.modalities) await indexClips(this.run, { index, modalities: [name], clips: { split } });
      return index;
    } catch (error) {
      if (error instanceof CmgError && error.kind === 'usage') return undefined;
      throw error;
    }
  }
}
