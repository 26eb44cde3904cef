import {
  CmgError,
  type CodebookFactory,
  type MediaFormat,
  type ModalityPlugin,
  type NdArray,
  type PerModality,
  type PredictedEvent,
  Registry,
  type Task,
} from '@cmg/core';
import { residualCodebook, sharedCodebook } from '@cmg/codebook';
import { LastSegments } from '@cmg/media';
import { audioPlugin } from '@cmg/modality-audio';
import { textPlugin } from '@cmg/modality-text';
import { videoPlugin } from '@cmg/modality-video';
import {
  classification,
  clipsAtATime,
  eventsNow,
  expectFiniteClips,
  finiteClips,
  localisation,
  meanCodeVectors,
  openSet,
  predictClips,
  type RestoredHead,
  restoreHead,
  retrieval,
  retrievalVectors,
  type SegmentEncoding,
  segmentVectors,
} from '@cmg/tasks';
import { CodeEncoder } from '@cmg/trainer';
import * as tf from '@tensorflow/tfjs';
import { type MediaFeatures, openMedia } from './clip-features.js';
import type { ExportedHead, ExportedRun } from './exported-run.js';
import { NearestClips } from './nearest-clips.js';
import { type FileSource, readShards } from './read-shards.js';
import type { ClipInput, EncodedClips, FoundClip, Heard, Listening, WebRun, WebSearchOptions } from './web-run.js';

/** Most clips encoded at a time. */
const BATCH = 64;

/** What runs in a page. */
const COMPONENTS = {
  modalities: new Registry<ModalityPlugin>('modality', [audioPlugin, videoPlugin, textPlugin] as ModalityPlugin[]),
  codebooks: new Registry<CodebookFactory>('codebook', [sharedCodebook, residualCodebook] as CodebookFactory[]),
};
const TASKS = new Registry<Task>('task', [classification, localisation, openSet, retrieval] as Task[]);

/** A run whose model is in memory; heads, extractors and the index are read when they are first used. */
export class LoadedRun implements WebRun {
  private readonly media = new Map<string, Promise<MediaFeatures>>();
  private readonly heads = new Map<string, Promise<RestoredHead>>();
  private index: Promise<NearestClips> | undefined;

  private constructor(
    readonly about: ExportedRun,
    private readonly source: FileSource,
    private readonly encoder: CodeEncoder,
    readonly formats: PerModality<MediaFormat>,
  ) {}

  /** @throws CmgError where a file is missing or damaged, or a component is not one of those that run in a page */
  static async open(about: ExportedRun, source: FileSource): Promise<LoadedRun> {
    const { width, codebook, modalities, segments, weights } = about;
    const { tensors } = await readShards(source, weights);
    const featureShapes = Object.fromEntries(modalities.map(({ use, featureShape }) => [use, featureShape]));
    const encoder = CodeEncoder.restore(
      { width, codebook, modalities },
      COMPONENTS,
      { segments, featureShapes },
      tensors,
      source.base.href,
    );
    const formats = modalities.flatMap(({ use, media }) => (media ? [[use, media.format] as const] : []));
    return new LoadedRun(about, source, encoder, Object.fromEntries(formats));
  }

  get modalities(): readonly string[] {
    return this.about.modalities.map(({ use }) => use);
  }

  get codes(): number {
    return this.encoder.vocabulary.shape[0];
  }

  async encode(modality: string, input: ClipInput): Promise<EncodedClips> {
    const notes: string[] = [];
    const features = await this.features(modality, input, (note) => notes.push(note));
    const [indices] = await this.batches(modality, features, (encoding) => [encoding.indices]);
    return { indices: indices as NdArray<Int32Array>, features, notes };
  }

  async predict(name: string, modality: string, input: ClipInput): Promise<PredictedEvent[][]> {
    const head = await this.head(name);
    return this.recognised(head, modality, await this.features(modality, input));
  }

  async listen(modality: string, heads: readonly string[] = []): Promise<Listening> {
    const media = await this.mediaOf(modality);
    const { format, featureShape } = media.session;
    if (format.kind !== 'audio') throw new CmgError(`${modality} is not made of sound`, { kind: 'usage' });
    const asked = await Promise.all(heads.map(async (name) => [name, await this.head(name)] as const));
    const { sampleRate } = format;
    const last = new LastSegments(this.about.segments, featureShape);
    const hear = async (samples: Float32Array): Promise<Heard> => {
      const begun = performance.now();
      if (samples.length !== sampleRate) {
        throw new CmgError(`a second of ${modality} is ${sampleRate} samples, got ${samples.length}`, { kind: 'usage' });
      }
      const features = last.add(await media.own({ kind: 'sound', samples, sampleRate }));
      const [indices] = (await this.batches(modality, features, (encoding) => [encoding.indices])) as [NdArray<Int32Array>];
      const [, segments = 1, levels = 1] = indices.shape;
      const events: [string, PredictedEvent[]][] = [];
      for (const [name, head] of asked) {
        const [recognised = []] = await this.recognised(head, modality, features);
        events.push([name, eventsNow(recognised, segments)]);
      }
      return { codes: [...indices.data.subarray(-levels)], events: Object.fromEntries(events), milliseconds: performance.now() - begun };
    };
    return { sampleRate, hear };
  }

  async search(modality: string, input: ClipInput, options: WebSearchOptions = {}): Promise<FoundClip[]> {
    const { index } = this.about;
    if (index === undefined) {
      throw new CmgError('the run has no index of clips', { kind: 'usage', hint: 'Write it with `cmg export-web --index INDEX`.' });
    }
    const unknown = options.among?.find((name) => !(name in index.modalities));
    if (unknown !== undefined) {
      const hint = `It has ${Object.keys(index.modalities).join(', ')}.`;
      throw new CmgError(`the index has no clips of '${unknown}'`, { kind: 'usage', hint });
    }
    const { indices } = await this.encode(modality, input);
    const [clips, segments = 1, levels = 1] = indices.shape;
    if (clips !== 1) throw new CmgError(`${clips} clips are given; a search is by one`, { kind: 'usage' });
    const codes = { segments, levels, indices: indices.data };
    const [vector] = await (index.head === undefined
      ? meanCodeVectors(codes, this.encoder.vocabulary)
      : retrievalVectors(codes, (await this.head(index.head)).head, 'query'));
    this.index ??= readShards(this.source, index.weights).then((read) => NearestClips.of(read, index.width, this.source.base.href));
    const clipsOfIndex = await this.index.catch((error) => {
      this.index = undefined;
      throw error;
    });
    return clipsOfIndex.search(vector as Float32Array, options);
  }

  dispose(): void {
    this.encoder.dispose();
    const dispose = (opened: Promise<{ dispose(): void }>) => void opened.then((one) => one.dispose()).catch(() => undefined);
    for (const head of this.heads.values()) dispose(head);
    for (const media of this.media.values()) dispose(media.then(({ session }) => session));
  }

  /** What a head recognises in features [N, T, ...]. */
  private async recognised({ head, reads }: RestoredHead, modality: string, features: NdArray<Float32Array>): Promise<PredictedEvent[][]> {
    const [indices, vectors] = await this.batches(modality, features, (encoding) =>
      reads === 'codes' ? [encoding.indices] : [encoding.indices, segmentVectors(encoding, reads, this.encoder.vocabulary)],
    );
    return predictClips(head, indices as NdArray<Int32Array>, vectors as NdArray<Float32Array> | undefined);
  }

  private modality(name: string): ExportedRun['modalities'][number] {
    const known = this.about.modalities.find(({ use }) => use === name);
    if (known !== undefined) return known;
    throw new CmgError(`the run has no modality '${name}'`, { kind: 'usage', hint: `It has ${this.modalities.join(', ')}.` });
  }

  private async mediaOf(modality: string): Promise<MediaFeatures> {
    const { media } = this.modality(modality);
    if (media === undefined) throw new CmgError(`${modality} takes features alone`, { kind: 'usage', hint: this.about.notes.join('\n') });
    const { segments } = this.about;
    return once(this.media, modality, () => openMedia(modality, media, segments, (shards) => readShards(this.source, shards)));
  }

  private async features(
    modality: string,
    input: ClipInput,
    onNote: (note: string) => void = () => undefined,
  ): Promise<NdArray<Float32Array>> {
    const known = this.modality(modality);
    if (input.kind !== 'features') return (await this.mediaOf(modality)).of(input, onNote);
    const { shape, data } = input.features;
    const [, clipSegments = 0, ...featureShape] = shape;
    const fits = featureShape.join() === known.featureShape.join() && clipSegments > 0 && data.length === shape.reduce((a, b) => a * b, 1);
    if (!fits) {
      throw new CmgError(`features of ${modality} have shape [${shape.join(', ')}]; expected [N, T, ${known.featureShape.join(', ')}]`, {
        kind: 'usage',
      });
    }
    if (!data.every(Number.isFinite)) throw new CmgError(`the features of ${modality} are not all finite`, { kind: 'usage' });
    return input.features;
  }

  private head(name: string): Promise<RestoredHead> {
    const { heads } = this.about;
    const found = heads.find((head) => head.name === name);
    if (found !== undefined) return once(this.heads, name, () => this.restore(found));
    const hint = `It has ${heads.map((head) => head.name).join(', ') || 'none'}.`;
    return Promise.reject(new CmgError(`the run has no head '${name}'`, { kind: 'usage', hint }));
  }

  private async restore({ weights, ...head }: ExportedHead): Promise<RestoredHead> {
    const { tensors } = await readShards(this.source, weights);
    const { vocabulary } = this.encoder;
    const description = { ...head, codes: vocabulary.shape, weights: `head '${head.name}'` };
    return restoreHead({ description, values: tensors }, TASKS, vocabulary);
  }

  /** What `pick` takes of the encodings of features [N, T, ...], each [N, ...]. */
  private async batches(
    modality: string,
    { data, shape }: NdArray<Float32Array>,
    pick: (encoding: SegmentEncoding) => readonly tf.Tensor[],
  ): Promise<NdArray<Int32Array | Float32Array>[]> {
    const [clips = 0, ...clip] = shape;
    const size = clip.reduce((a, b) => a * b, 1);
    const step = clipsAtATime(clip, BATCH);
    const out: { shape: number[]; data: Int32Array | Float32Array }[] = [];
    for (let first = 0; first < clips; first += step) {
      const count = Math.min(step, clips - first);
      const parts = tf.tidy(() => {
        const encoding = this.encoder.encode(modality, tf.tensor(data.subarray(first * size, (first + count) * size), [count, ...clip]));
        return [finiteClips(encoding.semantic), ...pick(encoding)];
      });
      try {
        const [finite, ...values] = await Promise.all(parts.map((part) => part.data()));
        expectFiniteClips(finite as Int32Array, modality, first);
        values.forEach((value, i) => {
          const [, ...rest] = (parts[i + 1] as tf.Tensor).shape;
          const row = value.length / count;
          out[i] ??= {
            shape: [clips, ...rest],
            data: value instanceof Int32Array ? new Int32Array(clips * row) : new Float32Array(clips * row),
          };
          out[i].data.set(value, first * row);
        });
      } finally {
        tf.dispose(parts);
      }
    }
    return out;
  }
}

/** What is made once; what could not be made is tried again. */
function once<Made>(made: Map<string, Promise<Made>>, name: string, make: () => Promise<Made>): Promise<Made> {
  const before = made.get(name);
  if (before !== undefined) return before;
  const now = make();
  made.set(name, now);
  now.catch(() => made.delete(name));
  return now;
}
