import type { Head, PredictedEvent } from '@cmg/core';
import { writeFileAtomic } from '@cmg/formats';
import { type BackendChoice, openBackend } from '@cmg/runtime';
import { predictClips, readHead, type RestoredHead, restoreHead } from '@cmg/tasks';
import { loadModel, type Model } from '@cmg/trainer';
import { join } from 'node:path';
import { backendOption, type CommandContext } from '../command-context.js';
import { expectCheckpoint } from '../expect-checkpoint.js';
import { checkModality, encodeRows } from '../encode-features.js';
import type { FeatureFile, FeatureSource } from '../features/feature-source.js';
import { withRunFeatures } from '../features/run-features.js';
import { Workbench } from '../workbench.js';

interface PredictOptions {
  readonly head: string;
  readonly run?: string;
  readonly modality: string;
  readonly in: string;
  readonly key?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** What a head recognises in one clip. */
interface ClipPrediction {
  /** Its id in the manifest; its number in an array, from 0 on. */
  readonly clip: string | number;
  readonly events: readonly PredictedEvent[];
}

/** `cmg predict`: a saved head on clips of any modality of its run. */
export function addPredictCommand({ program, terminal }: CommandContext): void {
  program
    .command('predict')
    .description('what a saved head recognises in clips of any modality of its run')
    .requiredOption('--head <folder>', 'a head that `cmg transfer --save` kept')
    .requiredOption('--modality <name>', 'which modality the features are of')
    .requiredOption('--in <file>', 'features, [N, T, ...] in a .npy, .npz or .h5 file, or a manifest with a file per clip, .csv or .jsonl')
    .option('--key <name>', 'which array of a .npz or .h5 file; default: its only one')
    .option('--out <file.json>', 'write the events of each clip there instead of printing them')
    .option('--run <folder>', "the head's run, where it is no longer where it was")
    .option('--json', 'print the events for a program to read')
    .addOption(backendOption())
    .addHelpText(
      'after',
      `
Clips are named as the manifest names them; those of an array are numbered from 0 on.

Examples:
  cmg predict --head heads/classification-text-seed-0 --modality video --in video.npy
  cmg predict --head heads/localisation-audio-seed-0 --modality video --in clips/manifest.csv --out events.json`,
    )
    .action(async (options: PredictOptions) => {
      const workbench = new Workbench(terminal);
      await openBackend(options.backend);
      const saved = await readHead(options.head);
      const folder = options.run ?? join(options.head, saved.description.run.folder);
      const { model, info } = await loadModel(folder, workbench.components);
      let restored: RestoredHead | undefined;
      try {
        checkModality(model.modalities, options.modality);
        await expectCheckpoint(folder, saved.description.run.checkpoint, {
          made: 'that the head was trained on',
          hint: 'Train the head again with `cmg transfer --save`, or name its run with --run.',
        });
        restored = await restoreHead(saved, workbench.components.tasks, model.vocabulary);
        const { head } = restored;
        const predictions = await withRunFeatures(workbench, info.config.data, featureFile(options), (source) =>
          predictSource(model, head, source, options),
        );
        await report(predictions, options, (line) => terminal.print(line));
      } finally {
        restored?.dispose();
        model.dispose();
      }
    });
}

const featureFile = ({ modality, in: file, key }: PredictOptions): FeatureFile => ({ file, modality, ...(key !== undefined && { key }) });

async function predictSource(model: Model, head: Head, source: FeatureSource, { modality, in: file }: PredictOptions): Promise<ClipPrediction[]> {
  const predictions: ClipPrediction[] = [];
  const { shape, rows } = encodeRows(model, modality, source, { part: 'indices', file });
  for await (const indices of rows) {
    const clips = await predictClips(head, indices as Int32Array, shape[1] as number);
    const first = predictions.length;
    predictions.push(...clips.map((events, i) => ({ clip: source.ids?.[first + i] ?? first + i, events })));
  }
  return predictions;
}

async function report(predictions: readonly ClipPrediction[], { out, json }: PredictOptions, print: (line: string) => void): Promise<void> {
  if (out !== undefined) {
    await writeFileAtomic(out, `${JSON.stringify(predictions, null, 2)}\n`);
    print(json ? JSON.stringify({ out, clips: predictions.length }) : `${out}: ${predictions.length} clips`);
  } else if (json) {
    print(JSON.stringify(predictions));
  } else {
    for (const prediction of predictions) print(predictionLine(prediction));
  }
}

/** `clip rain-7: dog 0.97` or, in time, `clip 3: dog 0.97 in segments 2-5, bell 0.61 in segments 7-7`. */
function predictionLine({ clip, events }: ClipPrediction): string {
  const shown = events.map(({ class: name, score, segments }) => {
    const place = segments === undefined ? '' : ` in segments ${segments[0]}-${segments[1] - 1}`;
    return `${name} ${score.toFixed(2)}${place}`;
  });
  return `clip ${clip}: ${shown.join(', ') || 'nothing known'}`;
}
