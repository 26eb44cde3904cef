import { shownText } from '@cmg/core';
import { writeFileAtomic } from '@cmg/formats';
import { type ClipPrediction, openHead, predict } from '@cmg/pipeline';
import { type BackendChoice, openBackend } from '@cmg/runtime';
import { interruptOnSignals } from '@cmg/trainer';
import { ClipWatch } from '../clip-watch.js';
import { CLIPS_HELP } from '../clips-help.js';
import { backendOption, type CommandContext } from '../command-context.js';
import { pluginOption } from '../config-options.js';
import { dataProgress } from '../data-progress.js';
import { INCOMPLETE } from '../exit-codes.js';

interface PredictOptions {
  readonly plugin?: string[];
  readonly head: string;
  readonly run?: string;
  readonly modality: string;
  readonly in: string;
  readonly key?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** `cmg predict`: a saved head on clips of any modality of its run. */
export function addPredictCommand({ command, terminal, setExitCode }: CommandContext): void {
  command
    .requiredOption('--head <folder>', 'a head that `cmg transfer --save` kept')
    .requiredOption('--modality <name>', 'which modality the clips are of')
    .requiredOption('--in <clips>', CLIPS_HELP)
    .option('--key <name>', 'which array of a .npz or .h5 file; default: its only one')
    .option('--out <file.json>', 'write the events of each clip there instead of printing them')
    .option('--run <folder>', "the head's run, if it was moved")
    .option('--json', 'print the events for a program to read')
    .addOption(pluginOption())
    .addOption(backendOption())
    .addHelpText(
      'after',
      `
Raw media are extracted as the run's data was. Clips are named as the manifest names them, a file by itself; those of an array are
numbered from 0 on. Clips of a manifest that cannot be read are named and left out; the exit code is then 3.

Examples:
  cmg predict --head heads/classification-text-seed-0 --modality audio --in bell.wav
  cmg predict --head heads/classification-text-seed-0 --modality audio --in clips.csv
  cmg predict --head heads/classification-text-seed-0 --modality video --in video.npy
  cmg predict --head heads/localisation-audio-seed-0 --modality video --in clips/manifest.csv --out events.json`,
    )
    .action(async (options: PredictOptions) => {
      const { run, modality, in: clips, key } = options;
      await openBackend(options.backend);
      const head = await openHead(options.head, {
        plugins: options.plugin ?? [],
        onDataProgress: dataProgress(terminal),
        ...(run !== undefined && { run }),
      });
      const interrupt = interruptOnSignals();
      const watch = new ClipWatch(terminal);
      try {
        const predictions = await predict(head, modality, key === undefined ? clips : { file: clips, key }, {
          signal: interrupt.signal,
          onProgress: watch.onProgress,
          onNote: watch.onNote,
          onLeftOut: watch.onLeftOut,
        });
        watch.end();
        if (watch.leftOut > 0) setExitCode(INCOMPLETE);
        await report(predictions, options, (line) => terminal.print(line));
      } catch (error) {
        if (!interrupt.signal.aborted) throw error;
        terminal.note('interrupted');
        setExitCode(130);
      } finally {
        watch.end();
        interrupt.dispose();
        head.dispose();
      }
    });
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
    return `${shownText(name)} ${score.toFixed(2)}${place}`;
  });
  return `clip ${shownText(String(clip))}: ${shown.join(', ') || 'nothing known'}`;
}
