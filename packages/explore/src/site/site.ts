import { CmgError } from '@cmg/core';
import { RunFolder } from '@cmg/trainer';
import { stat } from 'node:fs/promises';
import { MetricsTail } from '../live/metrics-tail.js';
import { findRuns, noRun } from '../run/find-runs.js';
import { runOutline, type RunOutline } from '../run/run-outline.js';
import { RunSource, type RunSourceOptions } from '../run/run-source.js';
import { json, type Resource } from './resource.js';
import type { RunEntry, RunState } from './site-data.js';

/** A run whose metrics have not grown for so long does not train any more, in ms, or for so many times its usual step. */
const PATIENCE = 60_000;

/** A run of the site. */
interface Member {
  readonly id: string;
  readonly folder: string;
  readonly place: string;
  readonly tail: MetricsTail;
  outline: RunOutline;
  /** When its checkpoint was written, and where it was opened. */
  checkpoint: string;
  source?: { readonly checkpoint: string; readonly opened: Promise<RunSource> };
}

/** Some runs, as the files that a page about them reads. */
export class Site {
  private readonly members: Member[] = [];

  private constructor(
    private readonly folders: readonly string[],
    private readonly live: boolean,
    private readonly options: RunSourceOptions,
  ) {}

  /**
   * @param folders of runs, or with runs in them
   * @param live whether runs may come and change
   * @throws CmgError where there is none
   */
  static async open(folders: readonly string[], live: boolean, options: RunSourceOptions): Promise<Site> {
    const site = new Site(folders, live, options);
    await site.refresh();
    if (site.members.length === 0) throw noRun(folders.join(', '));
    return site;
  }

  /** Looks for new runs and new records. A folder that is gone meanwhile keeps the page of its run. */
  async refresh(): Promise<void> {
    const found = await findRuns(this.folders).catch((error: unknown) => {
      if (this.members.length > 0 && error instanceof CmgError) return [];
      throw error;
    });
    for (const { folder, place } of found) {
      if (this.members.some((member) => member.folder === folder)) continue;
      const outline = { name: '', clipsPerStep: 0 };
      const tail = new MetricsTail(new RunFolder(folder).metrics);
      this.members.push({ id: String(this.members.length), folder, place, tail, outline, checkpoint: '' });
    }
    await Promise.all(
      this.members.map(async (member) => {
        if (member.outline.name === '') {
          const unknown = { name: member.place.split('/').at(-1) || 'run', clipsPerStep: 0 };
          member.outline = await runOutline(new RunFolder(member.folder).config).catch(() => unknown);
        }
        member.checkpoint = await checkpointTime(member.folder);
        await member.tail.poll();
      }),
    );
  }

  entries(): RunEntry[] {
    return this.members.map(({ id, outline, place, tail, checkpoint }) => ({
      id,
      place,
      checkpoint,
      state: stateOf(tail),
      ...outline,
    }));
  }

  tails(): (readonly [id: string, tail: MetricsTail])[] {
    return this.members.map(({ id, tail }) => [id, tail]);
  }

  /**
   * A file of the site; undefined where there is none.
   *
   * @throws CmgError where it cannot be made: the run is broken, or its data is gone
   */
  async find(path: string): Promise<Resource | undefined> {
    if (path === 'data/site.json') return json({ live: this.live, runs: this.entries() });
    const [, id, rest = ''] = /^data\/(\d+)\/(.+)$/.exec(path) ?? [];
    const member = this.members[Number(id)];
    if (member === undefined) return undefined;
    if (rest === 'metrics.json') return json({ records: member.tail.records });
    return (await this.source(member)).find(rest);
  }

  /** The paths of all files. @throws CmgError where a run is broken, or its data is gone */
  async *paths(): AsyncGenerator<string> {
    yield 'data/site.json';
    for (const member of this.members) {
      yield `data/${member.id}/metrics.json`;
      for await (const path of (await this.source(member)).paths()) yield `data/${member.id}/${path}`;
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.members.map((member) => close(member)));
  }

  /** Opened when it is first asked for, and again once its checkpoint is another. */
  private source(member: Member): Promise<RunSource> {
    const { source, checkpoint, folder } = member;
    if (source?.checkpoint === checkpoint) return source.opened;
    const opened = close(member).then(() => RunSource.open(folder, this.options));
    member.source = { checkpoint, opened };
    // What failed is tried again: the data may be back.
    opened.catch(() => delete member.source);
    return opened;
  }
}

async function close({ source }: Member): Promise<void> {
  const opened = await source?.opened.catch(() => undefined);
  await opened?.close();
}

/** When a run's checkpoint was written; empty where there is none. */
async function checkpointTime(folder: string): Promise<string> {
  try {
    const { mtimeMs } = await stat(await new RunFolder(folder).checkpointFile());
    return String(mtimeMs);
  } catch {
    return '';
  }
}

function stateOf({ records, written }: MetricsTail): RunState {
  const last = records.at(-1);
  if (last === undefined) return 'waiting';
  if (last.totalSteps !== undefined && last.step >= last.totalSteps) return 'finished';
  return Date.now() - written < PATIENCE ? 'training' : 'stopped';
}
