import { CmgError, type Labels, perModality } from '@cmg/core';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { NumberArray } from '../arrays/array-source.js';
import { type Locator, locatorText } from '../arrays/locator.js';
import { cachedTensors } from '../cache/cached-tensors.js';
import { inParallel } from '../arrays/in-parallel.js';
import { attempt } from '../table/finding-reporter.js';
import type { Loading } from '../table/table-reader.js';
import { SEGMENTS } from './shapes.js';

export interface FlaggedClip {
  /** Index of the clip's class. */
  readonly label: number;
  /** An array of T zeros and ones: 1 during the event. */
  readonly flags: Locator;
}

/** Archives that are read concurrently. */
const AHEAD = 4;

/**
 * Labels of clips that each have a file of flags. Tens of thousands of small files take a while to read, so their content is
 * cached under the data's fingerprint. Sound and picture share the flags; words describe the event in every segment.
 */
export function avelLabels(
  clips: readonly FlaggedClip[],
  modalities: readonly string[],
  loading: Loading,
): (fingerprint?: string, wanted?: readonly number[]) => Promise<Labels> {
  return async (fingerprint, wanted) => {
    const read = () => readSegments(clips, loading, wanted);
    const classes = Int32Array.from(clips, ({ label }) => label);
    const segments = fingerprint === undefined ? await read() : await cached(fingerprint, clips, loading, read);
    const throughout = Int32Array.from(segments, (_, i) => classes[Math.floor(i / SEGMENTS)] as number);
    return { clipClasses: classes, segmentClasses: perModality(modalities, (modality) => (modality === 'text' ? throughout : segments)) };
  };
}

async function cached(
  fingerprint: string,
  clips: readonly FlaggedClip[],
  { context }: Loading,
  read: () => Promise<Int32Array>,
): Promise<Int32Array> {
  const files = clips.map(({ flags }) => flags.file).join('\n');
  const key = createHash('sha256').update(`${fingerprint}\n${files}`).digest('hex');
  const name = `labels-${key.slice(0, 24)}.safetensors`;
  const build = async () => new Map([['segments', { shape: [clips.length, SEGMENTS], data: await read() }]]);
  return (await cachedTensors(join(context.cacheDir, name), build)).get('segments')!.data as Int32Array;
}

async function readSegments(
  clips: readonly FlaggedClip[],
  { arrays, report, context }: Loading,
  wanted: readonly number[] = [...clips.keys()],
): Promise<Int32Array> {
  const segments = new Int32Array(clips.length * SEGMENTS).fill(-1);
  let done = 0;
  await inParallel(wanted, AHEAD, async (clip) => {
    const { label, flags } = clips[clip] as FlaggedClip;
    await attempt(report, async () => {
      const values = checkedFlags(await arrays.read(flags), locatorText(flags));
      values.forEach((flag, segment) => (segments[clip * SEGMENTS + segment] = flag === 1 ? label : -1));
    });
    context.onProgress?.('reading labels', ++done / wanted.length);
  });
  return segments;
}

function checkedFlags({ shape, data }: NumberArray, where: string): readonly number[] {
  const values = Array.from(data);
  if (values.length !== SEGMENTS || shape.length > 2) {
    throw new CmgError(`has shape [${shape.join(', ')}]; expected [${SEGMENTS}] or [1, ${SEGMENTS}]`, { where });
  }
  if (values.some((value) => value !== 0 && value !== 1)) {
    throw new CmgError(`contains ${values.join(' ')}; expected zeros and ones`, { where });
  }
  return values;
}
