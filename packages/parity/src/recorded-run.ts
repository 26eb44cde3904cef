import { CmgError, type NdArray, type PerModality } from '@cmg/core';
import { readSafetensors } from '@cmg/formats';
import { checkpointOf, type OfficialCheckpoint, officialTensor, sizesOfCheckpoint } from '@cmg/official';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSizes, type RecordedSizes } from './recorded-sizes.js';

/** A record of a few training steps: by the official code in float64, or by our replay. */
export class RecordedRun {
  constructor(
    /** For messages. */
    readonly file: string,
    readonly sizes: RecordedSizes,
    readonly tensors: ReadonlyMap<string, NdArray>,
  ) {}

  /**
   * Reads `<variant>.json` and `<variant>.safetensors` of a folder.
   *
   * @throws CmgError if a file is missing or damaged, or the two contradict each other
   */
  static async read(folder: string, variant: string): Promise<RecordedRun> {
    const json = join(folder, `${variant}.json`);
    const text = await readFile(json, 'utf8').catch((cause: Error) => {
      throw new CmgError(`cannot be read: ${cause.message}`, { where: json, cause });
    });
    const file = join(folder, `${variant}.safetensors`);
    const run = new RecordedRun(file, parseSizes(text, json), (await readSafetensors(file)).tensors);
    run.checkSizes(json);
    return run;
  }

  /** @throws CmgError if it was not recorded */
  tensor(name: string): NdArray {
    const found = this.tensors.get(name);
    if (found === undefined) throw new CmgError('is missing', { where: `${this.file}: '${name}'` });
    return found;
  }

  /** Features of one segment per modality, in the order audio, video, text. */
  get featureShapes(): PerModality<readonly number[]> {
    return Object.fromEntries(
      ['audio', 'video', 'text']
        .filter((m) => this.sizes.modalities.includes(m as 'audio'))
        .map((m) => [m, this.tensor(`step0/input/${m}`).shape.slice(2)]),
    );
  }

  /** The tensors below a prefix (`init`, `final`, `step0/grad`), by module and name. */
  checkpoint(prefix: string): OfficialCheckpoint {
    const below = [...this.tensors].filter(([key]) => key.startsWith(`${prefix}/`));
    return checkpointOf(below.map(([key, array]) => [key.slice(prefix.length + 1), array]));
  }

  private checkSizes(json: string): void {
    const { sizes } = this;
    const initial = this.checkpoint('init');
    const { width, codes, modalities } = sizesOfCheckpoint(initial);
    const wordWidth = officialTensor(initial, 'text_bilstm', 'weight_ih_l0')?.shape[1];
    const expected: (readonly [name: string, said: unknown, found: unknown])[] = [
      ['D', sizes.D, width],
      ['codes', sizes.codes, codes],
      ['modalities', [...sizes.modalities].sort().join(), Object.keys(modalities).sort().join()],
      ['word_dim', sizes.word_dim, wordWidth ?? sizes.word_dim],
      ...Object.entries(modalities).flatMap(([m, { features, specific, feedForward, layers }]) => [
        [`feature_dim.${m}`, sizes.feature_dim[m], features] as const,
        [`specific_dim.${m}`, sizes.specific_dim[m], specific] as const,
        ['feed_forward', sizes.feed_forward, layers === 0 ? sizes.feed_forward : feedForward] as const,
        ['layers', sizes.layers, layers] as const,
      ]),
      ...sizes.steps.flatMap(({ step }, i) => [
        [`steps[${i}].step`, step, i] as const,
        ...sizes.modalities.map((m) => {
          const [batch, segments] = this.tensor(`step${i}/input/${m}`).shape;
          return [`batch x T (step${i}/input/${m})`, `${sizes.batch} x ${sizes.T}`, `${batch} x ${segments}`] as const;
        }),
      ]),
    ];
    const wrong = expected.filter(([, said, found]) => said !== found);
    if (wrong.length === 0) return;
    const list = wrong.map(([name, said, found]) => `  ${name} is ${String(said)}, but the tensors have ${String(found)}`);
    throw new CmgError(`does not fit ${this.file}:\n${list.join('\n')}`, { where: json });
  }
}
