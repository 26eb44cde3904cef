import type { PredictedEvent } from '@cmg/core';
import type { ClipMedia, FoundClip, WebRun } from '@cmg/web';

/** What a run makes of an input. */
export interface Answer {
  readonly modality: string;
  /** [T][L]. */
  readonly codes: readonly (readonly number[])[];
  /** What the features lack, such as words that are unknown. */
  readonly notes: readonly string[];
  readonly heads: readonly HeadAnswer[];
  /** Best first, of each modality. */
  readonly found: readonly FoundClip[];
  /** Of codes, in ms. */
  readonly milliseconds: number;
}

export interface HeadAnswer {
  readonly task: string;
  /** The modality whose labels it learnt from. */
  readonly from: string;
  readonly events: readonly PredictedEvent[];
}

/** Clips of each modality that are found. */
const FOUND = 6;

/** Codes of an input, what heads say of it, and the clips that it finds. */
export async function ask(run: WebRun, modality: string, input: ClipMedia): Promise<Answer> {
  const begun = performance.now();
  const { indices, features, notes } = await run.encode(modality, input);
  const milliseconds = performance.now() - begun;
  const [, segments = 0, levels = 1] = indices.shape;
  const codes = Array.from({ length: segments }, (_, t) => [...indices.data.subarray(t * levels, (t + 1) * levels)]);
  const encoded = { kind: 'features', features } as const;
  const heads: HeadAnswer[] = [];
  for (const { name, task, from } of run.about.heads) {
    // A head that ranks clips recognises nothing.
    if (task === 'retrieval') continue;
    const [events = []] = await run.predict(name, modality, encoded);
    heads.push({ task, from, events });
  }
  const found: FoundClip[] = [];
  for (const other of Object.keys(run.about.index?.modalities ?? {}))
    found.push(...(await run.search(modality, encoded, { among: [other], top: FOUND })));
  return { modality, codes, notes, heads, found, milliseconds };
}
