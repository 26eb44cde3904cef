import { fileHash } from '@cmg/formats';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const row = z.object({
  id: z.string(),
  split: z.string(),
  label: z.string().exactOptional(),
  onset: z.number().exactOptional(),
  offset: z.number().exactOptional(),
  sources: z.record(z.string(), z.string()),
});

const line = z.object({
  id: z.string(),
  /** Hash of everything that the features depend on. */
  key: z.string(),
  /** What the clip became, several rows if it was cut into windows; with sources relative to the folder. */
  rows: z.array(row),
  /** SHA-256 of each file of features, by its path relative to the folder. */
  files: z.record(z.string(), z.string()),
});

/** A finished clip of the manifest. */
export type FinishedClip = Readonly<z.infer<typeof line>>;

/** Which clips of a folder are finished: an append-only file with one line each. */
export class Journal {
  private constructor(
    private readonly file: string,
    private readonly folder: string,
    private readonly finished: Map<string, FinishedClip>,
    private needsBreak: boolean,
  ) {}

  /**
   * Lines that are cut short, or of an earlier version, are ignored.
   *
   * @param folder of the features; default: that of the file
   */
  static async open(file: string, folder = dirname(file)): Promise<Journal> {
    await mkdir(dirname(file), { recursive: true });
    const text = await readFile(file, 'utf8').catch(() => '');
    const clips = text.split('\n').flatMap(parseLine);
    return new Journal(file, folder, new Map(clips.map((clip) => [clip.id, clip])), text !== '' && !text.endsWith('\n'));
  }

  /**
   * The clip, if it was finished with this key and all its files have what was written then: a process that was killed while it made the
   * clip in another way has replaced some of them.
   */
  async find(id: string, key: string): Promise<FinishedClip | undefined> {
    const clip = this.finished.get(id);
    if (clip?.key !== key) return undefined;
    for (const [file, hash] of Object.entries(clip.files)) {
      if ((await fileHash(join(this.folder, file)).catch(() => undefined)) !== hash) return undefined;
    }
    return clip;
  }

  /** The clip as it was last finished, with whatever key. */
  latest(id: string): FinishedClip | undefined {
    return this.finished.get(id);
  }

  /** Adds all clips of another journal. */
  async addAll(file: string): Promise<void> {
    const { finished } = await Journal.open(file);
    if (finished.size === 0) return;
    const clips = [...finished.values()];
    await this.append(clips.map((clip) => `${JSON.stringify(clip)}\n`).join(''));
    for (const clip of clips) this.finished.set(clip.id, clip);
  }

  async add(clip: FinishedClip): Promise<void> {
    await this.append(`${JSON.stringify(clip)}\n`);
    this.finished.set(clip.id, clip);
  }

  private async append(lines: string): Promise<void> {
    const lineBreak = this.needsBreak ? '\n' : '';
    this.needsBreak = false;
    await appendFile(this.file, `${lineBreak}${lines}`);
  }
}

function parseLine(text: string): FinishedClip[] {
  try {
    const { data } = line.safeParse(JSON.parse(text));
    return data === undefined ? [] : [data];
  } catch {
    return [];
  }
}
