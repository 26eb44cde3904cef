import type { ClipRow } from '../manifest/clip-row.js';
import { access, appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A finished clip of the manifest: its key, and the rows it became (several if it was cut into windows). */
export interface FinishedClip {
  readonly id: string;
  /** Hash of everything that the features depend on. */
  readonly key: string;
  /** With sources relative to the folder. */
  readonly rows: readonly ClipRow[];
}

/** Which clips of a folder are finished: an append-only file with one line each. */
export class Journal {
  private constructor(
    private readonly file: string,
    private readonly finished: Map<string, FinishedClip>,
    private needsBreak: boolean,
  ) {}

  /** Truncated lines are ignored. */
  static async open(file: string): Promise<Journal> {
    await mkdir(dirname(file), { recursive: true });
    const text = await readFile(file, 'utf8').catch(() => '');
    const clips = text.split('\n').flatMap(parseLine);
    return new Journal(file, new Map(clips.map((clip) => [clip.id, clip])), text !== '' && !text.endsWith('\n'));
  }

  /** The clip, if it was finished with this key and its files exist. */
  async find(id: string, key: string): Promise<FinishedClip | undefined> {
    const clip = this.finished.get(id);
    if (clip?.key !== key) return undefined;
    const files = clip.rows.flatMap(({ sources }) => Object.values(sources));
    const there = await Promise.all(
      files.map((file) =>
        access(join(dirname(this.file), file)).then(
          () => true,
          () => false,
        ),
      ),
    );
    return there.every(Boolean) ? clip : undefined;
  }

  async add(clip: FinishedClip): Promise<void> {
    const lineBreak = this.needsBreak ? '\n' : '';
    this.needsBreak = false;
    await appendFile(this.file, `${lineBreak}${JSON.stringify(clip)}\n`);
    this.finished.set(clip.id, clip);
  }
}

function parseLine(line: string): FinishedClip[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as FinishedClip];
  } catch {
    return [];
  }
}
