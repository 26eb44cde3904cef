import { CmgError } from '@cmg/core';
import { readJson, WRITER_LOCK, writeFileAtomic } from '@cmg/formats';
import { contentKey, type PlacedRow, readManifest } from '@cmg/media';
import { measureClips } from '@cmg/pipeline';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type ExtractionOptions, extractorsOf } from './extraction-options.js';

/** Most segments of a clip unless more are asked for, as in `cmg extract`. */
const MOST_SEGMENTS = 10;

const schema = z.strictObject({
  format: z.literal(1),
  clips: z.string().describe('the table of recordings'),
  content: z.string().describe('hash of what it lists'),
  asked: z.record(z.string(), z.unknown()).describe('options that features depend on'),
  splits: z.record(z.string(), z.int()).describe('clips of each'),
  classes: z.int().describe('labels that clips have'),
  tasks: z.array(z.string()).describe('what there are labels for'),
  modalities: z.record(z.string(), z.strictObject({ extractor: z.string(), featureShape: z.array(z.int()) })),
  segments: z.int().min(1).describe('T'),
  secondsPerClip: z.number().describe('to extract one, measured'),
});

/** What a folder of `cmg run` is made of. Its `run.json` records it, so that the same command goes on and no other does. */
export type ClipPlan = z.infer<typeof schema>;

export interface PlanOptions extends ExtractionOptions {
  readonly segments?: number;
  readonly signal: AbortSignal;
  readonly onNote: (text: string) => void;
}

const planFile = (folder: string): string => join(folder, 'run.json');

/**
 * The plan that a folder was begun with, or a new one, for which some clips are extracted to see how long they are and take.
 *
 * @throws CmgError of kind `usage` where the folder holds what was made of other clips, with other options, or by something else
 */
export async function planClips(clips: string, folder: string, options: PlanOptions): Promise<ClipPlan> {
  const rows = await readManifest(clips);
  const { modality, extractor, extractors, length, segments, signal, onNote } = options;
  const asked = { extractor, length, ...(modality && { modality }), ...(extractors && { extractors }), ...(segments && { segments }) };
  const content = contentKey(rows.map(({ where: _, ...row }) => row));
  if (existsSync(planFile(folder))) return begunPlan(folder, { clips, content, asked });
  const others = (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith(WRITER_LOCK));
  if (others.length > 0) {
    throw new CmgError('is not empty, and was not made by `cmg run`', { kind: 'usage', where: folder, hint: 'Choose another with --out.' });
  }
  const measured = await measureClips({
    manifest: clips,
    ...(modality && { modalities: modality }),
    extractors: await extractorsOf(options),
    signal,
    onNote,
  });
  return {
    format: 1,
    clips,
    content,
    asked,
    splits: splitsOf(rows),
    ...labelsOf(rows),
    modalities: Object.fromEntries(
      Object.entries(measured.modalities).map(([name, { extractor, featureShape }]) => [
        name,
        { extractor, featureShape: [...featureShape] },
      ]),
    ),
    segments: segments ?? Math.min(MOST_SEGMENTS, measured.segments),
    secondsPerClip: measured.secondsPerClip,
  };
}

/** Begins a folder. */
export const recordPlan = (folder: string, plan: ClipPlan): Promise<void> =>
  writeFileAtomic(planFile(folder), `${JSON.stringify(plan, null, 2)}\n`);

async function begunPlan(folder: string, { clips, content, asked }: Pick<ClipPlan, 'clips' | 'content' | 'asked'>): Promise<ClipPlan> {
  const begun = await readJson(planFile(folder), schema, { what: 'the plan of a `cmg run`', hint: 'Choose another folder with --out.' });
  const hint = 'Choose another folder with --out, or delete this one.';
  if (begun.content !== content) {
    const then = begun.clips === clips ? 'as it was then' : begun.clips;
    throw new CmgError(`was made of other clips: those of ${then}`, { kind: 'usage', where: folder, hint });
  }
  const before = new Map(Object.entries(begun.asked).map(([name, value]) => [name, JSON.stringify(value)]));
  const now = new Map(Object.entries(asked).map(([name, value]) => [name, JSON.stringify(value)]));
  const others = [...new Set([...before.keys(), ...now.keys()])].filter((name) => before.get(name) !== now.get(name));
  if (others.length === 0) return begun;
  const told = others.map((name) => `--${name} ${before.get(name) ?? 'was not given'}`).join(', ');
  throw new CmgError(`was made with other options: ${told}`, { kind: 'usage', where: folder, hint });
}

function splitsOf(rows: readonly PlacedRow[]): ClipPlan['splits'] {
  const splits: Record<string, number> = {};
  for (const { split } of rows) splits[split] = (splits[split] ?? 0) + 1;
  return splits;
}

function labelsOf(rows: readonly PlacedRow[]): Pick<ClipPlan, 'classes' | 'tasks'> {
  const labelled = rows.filter(({ label }) => label !== undefined);
  const inBoth = ['train', 'test'].every((split) => labelled.some((row) => row.split === split));
  return { classes: new Set(labelled.map(({ label }) => label)).size, tasks: inBoth ? ['classification'] : [] };
}
