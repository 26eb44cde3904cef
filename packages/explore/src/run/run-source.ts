import { type Dataset, type Labels, labelsIfAny } from '@cmg/core';
import { exists, fileHash } from '@cmg/formats';
import { heldOut, openRun, type OpenRunOptions, type Run, runCodes } from '@cmg/pipeline';
import { principalPlane } from '@cmg/report';
import { type CodeCache, type CodeSet, predictClips, type RestoredHead, restoreHead } from '@cmg/tasks';
import { RunFolder } from '@cmg/trainer';
import { join } from 'node:path';
import { integers, json, type Resource } from '../site/resource.js';
import type { ModalitySummary, RunSummary } from '../site/site-data.js';
import { findHeads, type FoundHead } from './find-heads.js';
import { WebFiles } from './web-files.js';
import { clipWords, mediaKind, type SegmentFiles, segmentFiles } from './segment-files.js';

export interface RunSourceOptions extends OpenRunOptions {
  /** Folders of heads, or with heads in them; besides those in the run's own folder `heads`, which a study keeps there. */
  readonly heads: readonly string[];
  /** Of clips that are found by the page's own input; default: the held-out clips. */
  readonly index?: string;
  /** Clips that are shown, at most; default: all. */
  readonly clips?: number;
}

/** Segments whose media are remembered. */
const RECENT = 256;

/** A head that recognises events, and what it was saved with. */
interface SpeakingHead extends RestoredHead, FoundHead {}

/** A trained run with its held-out clips, as files of the site. Has to be closed. */
export class RunSource {
  private readonly made = new Map<string, Promise<Resource | undefined>>();
  /** Media of the segments that were asked for last: a sound and its spectrogram are made together. */
  private readonly recent = new Map<string, Promise<SegmentFiles>>();

  private constructor(
    private readonly run: Run,
    private readonly dataset: Dataset,
    private readonly cache: CodeCache,
    private readonly heads: readonly SpeakingHead[],
    private readonly labels: ReadonlyMap<string, Labels | undefined>,
    private readonly web: WebFiles,
    readonly summary: RunSummary,
  ) {}

  /** @throws CmgError where there is no trained run, or its data cannot be opened */
  static async open(folder: string, { heads: folders, clips = Infinity, index, ...options }: RunSourceOptions): Promise<RunSource> {
    const kept = join(folder, 'heads');
    const all = (await exists(kept)) ? [...folders, kept] : folders;
    const saved = await findHeads(all, await fileHash(await new RunFolder(folder).checkpointFile(options.step)));
    const run = await openRun(folder, { ...options, tasks: tasksOf(saved) });
    let dataset: Dataset | undefined;
    const heads: SpeakingHead[] = [];
    try {
      dataset = await run.openDataset();
      const cache = await runCodes(run, dataset);
      for (const head of saved) heads.push({ ...head, ...(await restoreHead(head, run.components.tasks, run.model.vocabulary)) });
      const speaking = heads.filter(({ head }) => head.predict !== undefined);
      const parts = heldOut(cache, run.config.tasks[0]?.options);
      const labels = new Map<string, Labels | undefined>();
      const modalities: ModalitySummary[] = [];
      for (const { modality: name, split } of parts) {
        if (!labels.has(split)) labels.set(split, await labelsIfAny(dataset, split));
        const media = await mediaKind(dataset, split, name);
        const total = dataset.splits[split] ?? 0;
        const labelled = labels.get(split)?.segmentClasses[name] !== undefined;
        modalities.push({ name, split, clips: Math.min(clips, total), total, labelled, ...(media && { media }) });
      }
      const web = new WebFiles(run, { ...options, heads: speaking, modalities, ...(index !== undefined && { index }) });
      return new RunSource(run, dataset, cache, speaking, labels, web, summaryOf(run, dataset, modalities, speaking));
    } catch (error) {
      for (const head of heads) head.dispose();
      await dataset?.close();
      run.dispose();
      throw error;
    }
  }

  /**
   * A file below the run's path; undefined where there is none.
   *
   * @throws CmgError where it cannot be made
   */
  find(path: string): Promise<Resource | undefined> {
    if (path.startsWith('media/')) return this.media(path);
    if (path.startsWith('web/')) return this.web.find(path.slice('web/'.length));
    const made = this.made.get(path) ?? this.make(path);
    this.made.set(path, made);
    made.catch(() => this.made.delete(path));
    return made;
  }

  /** The paths of all files, in no order that matters. */
  async *paths(): AsyncGenerator<string> {
    for (const name of await this.web.names()) yield `web/${name}`;
    const { modalities, version, segments, heads } = this.summary;
    yield 'run.json';
    yield `${version}/map.json`;
    for (const [m, { labelled, clips, media }] of modalities.entries()) {
      yield `${version}/codes/${m}.bin`;
      if (labelled) yield `${version}/labels/${m}.bin`;
      for (const h of heads.keys()) yield `${version}/heads/${h}/${m}.json`;
      for (let clip = 0; clip < clips; clip++) {
        if (media === 'words') yield `words/${m}/${clip}.json`;
        if (media !== 'sound' && media !== 'picture') continue;
        for (let t = 0; t < segments; t++) {
          yield `media/${m}/${clip}/${t}.png`;
          if (media === 'sound') yield `media/${m}/${clip}/${t}.wav`;
        }
      }
    }
  }

  async close(): Promise<void> {
    await this.web.close();
    for (const head of this.heads) head.dispose();
    await this.dataset.close();
    this.run.dispose();
  }

  private async make(path: string): Promise<Resource | undefined> {
    const { summary } = this;
    if (path === 'run.json') return json(summary);
    const words = /^words\/(\d+)\/(\d+)\.json$/.exec(path);
    if (words) {
      const [modality, clip] = [summary.modalities[Number(words[1])], Number(words[2])];
      return modality && clip < modality.clips ? clipWords(this.dataset, modality.split, modality.name, clip) : undefined;
    }
    if (!path.startsWith(`${summary.version}/`)) return undefined;
    const made = await this.ofCheckpoint(path.slice(summary.version.length + 1));
    return made && { ...made, lasting: true };
  }

  private async ofCheckpoint(path: string): Promise<Resource | undefined> {
    if (path === 'map.json') return json(await this.map());
    const [, kind, first, second] = /^(codes|labels|heads)\/(\d+)(?:\/(\d+))?\.(?:bin|json)$/.exec(path) ?? [];
    if (kind === 'heads') {
      const [head, modality] = [this.heads[Number(first)], this.summary.modalities[Number(second)]];
      return head && modality && json(await this.said(head, modality));
    }
    const modality = this.summary.modalities[Number(first)];
    if (modality === undefined) return undefined;
    if (kind === 'codes') return integers((await this.codes(modality)).indices);
    const classes = this.labels.get(modality.split)?.segmentClasses[modality.name];
    return classes && integers(classes.subarray(0, modality.clips * this.summary.segments));
  }

  /** The codes of the clips that are shown. */
  private async codes({ name, split, clips }: ModalitySummary): Promise<CodeSet> {
    const codes = await this.cache.codes(split, name);
    return { ...codes, clips, indices: codes.indices.subarray(0, clips * codes.segments * codes.levels) };
  }

  private async map(): Promise<(readonly [number, number])[]> {
    const { points } = principalPlane(await this.run.model.vocabulary.array());
    return points.map(([x, y]) => [Number(x.toPrecision(5)), Number(y.toPrecision(5))]);
  }

  private async said({ head, reads }: SpeakingHead, modality: ModalitySummary) {
    const { indices, clips, segments, levels } = await this.codes(modality);
    const codes = { data: indices, shape: [clips, segments, levels] };
    if (reads === 'codes') return predictClips(head, codes);
    const values = await this.cache.vectors(modality.split, modality.name, reads);
    return predictClips(head, codes, await values.read(Int32Array.from({ length: clips }, (_, i) => i)));
  }

  private async media(path: string): Promise<Resource | undefined> {
    const [, m, clip, t, ending] = /^media\/(\d+)\/(\d+)\/(\d+)\.(png|wav)$/.exec(path) ?? [];
    const modality = this.summary.modalities[Number(m)];
    if (modality === undefined || Number(clip) >= modality.clips || Number(t) >= this.summary.segments) return undefined;
    const key = `${m} ${clip} ${t}`;
    const files = this.recent.get(key) ?? this.segment(modality, Number(clip), Number(t));
    this.recent.delete(key);
    this.recent.set(key, files);
    for (const [oldest] of this.recent) if (this.recent.size > RECENT) this.recent.delete(oldest);
    return (await files)[ending as 'png' | 'wav'];
  }

  private async segment({ split, name }: ModalitySummary, clip: number, t: number): Promise<SegmentFiles> {
    return segmentFiles(await this.dataset.media?.(split, name, clip, t));
  }
}

function summaryOf(run: Run, dataset: Dataset, modalities: readonly ModalitySummary[], heads: readonly SpeakingHead[]): RunSummary {
  const { vocabulary, codebook } = run.model;
  return {
    name: run.config.name,
    version: run.checkpoint.slice(0, 16),
    trained: run.trained,
    codes: vocabulary.shape[0],
    levels: codebook.levels,
    width: vocabulary.shape[1],
    segments: dataset.segments,
    classes: modalities.some(({ labelled }) => labelled) ? dataset.classes : [],
    modalities,
    heads: heads.map(({ description: { task, from, seed } }) => ({ task, from, seed })),
    fingerprint: dataset.fingerprint,
  };
}

/** Tasks of heads that are not built in. */
const tasksOf = (heads: readonly FoundHead[]) =>
  heads.flatMap(({ description: { task: use, options, taskFrom: from } }) => (from === undefined ? [] : [{ use, options, from }]));
