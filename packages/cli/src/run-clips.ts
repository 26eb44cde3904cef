import { loadConfig, type LoadedConfig } from '@cmg/config';
import { ownClipsConfig, writeNewFiles } from '@cmg/create';
import { withLockedFolder } from '@cmg/formats';
import { createComponents, extract, pretrain } from '@cmg/pipeline';
import { tablesAs } from '@cmg/report';
import { openBackend, type RuntimeReport } from '@cmg/runtime';
import { interruptOnSignals, progress, STANDARD_OBSERVERS } from '@cmg/trainer';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { backendLine } from './backend-line.js';
import { ClipProgress } from './clip-progress.js';
import type { CommandContext } from './command-context.js';
import type { RunOptions } from './commands/run.js';
import { overridesOf } from './config-options.js';
import { dataProgress } from './data-progress.js';
import { extractorsOf } from './extraction-options.js';
import { goOnCommand, quoted } from './go-on-command.js';
import { ownClips } from './own-clips.js';
import { type ClipPlan, planClips, recordPlan } from './plan-clips.js';
import { planLines } from './plan-lines.js';
import { reportRuns } from './report-runs.js';
import { INCOMPLETE } from './exit-codes.js';

const INTERRUPTED = 130;

/** What is to be run: a table of recordings, and the folder for all that comes of it. */
interface ClipRun extends Pick<CommandContext, 'terminal' | 'argv'> {
  readonly clips: string;
  readonly folder: string;
  readonly options: RunOptions;
}

/**
 * `cmg run`: extracts into `features`, writes `config.yaml`, trains in `runs` and writes `report.html`, each by the function that the
 * command of that part alone uses. What is done already is not done again.
 *
 * @returns the exit code
 * @throws CmgError where the folder holds something else, another process works in it, or a part cannot be done
 */
export async function runClips(work: ClipRun): Promise<number> {
  const { clips, folder, options, terminal, argv } = work;
  const interrupt = interruptOnSignals();
  const { signal } = interrupt;
  try {
    const runtime = await openBackend(options.backend);
    terminal.note(backendLine(runtime));
    const planned = async (): Promise<ClipPlan> => {
      const plan = await planClips(clips, folder, { ...options, signal, onNote: terminal.note.bind(terminal) });
      const lines = await planLines(plan, folder, options);
      for (const line of lines) terminal[options.plan ? 'print' : 'note'](line);
      return plan;
    };
    if (options.plan) {
      await planned();
      return 0;
    }
    return await withLockedFolder(folder, async () => {
      const plan = await planned();
      await recordPlan(folder, plan);
      return new ClipParts(work, signal).all(plan, runtime);
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    terminal.print(options.json ? JSON.stringify({ outcome: 'interrupted', folder }) : `interrupted; go on with: ${goOnCommand(argv)}`);
    return INTERRUPTED;
  } finally {
    interrupt.dispose();
  }
}

/** The parts of `cmg run`. Each throws the signal's reason when that has come. */
class ClipParts {
  private readonly features: string;
  private readonly config: string;
  private readonly runs: string;
  private readonly report: string;

  constructor(
    private readonly work: ClipRun,
    private readonly signal: AbortSignal,
  ) {
    const { folder } = work;
    this.features = join(folder, 'features');
    this.config = join(folder, 'config.yaml');
    this.runs = join(folder, 'runs');
    this.report = join(folder, 'report.html');
  }

  /** @returns the exit code */
  async all(plan: ClipPlan, runtime: RuntimeReport): Promise<number> {
    const { folder, options, terminal } = this.work;
    const leftOut = await this.extract(plan);
    if (!existsSync(this.config)) {
      await writeNewFiles(folder, [{ path: 'config.yaml', content: ownClipsConfig(await ownClips(this.features, folder)) }]);
    }
    const loaded = await loadConfig(this.config, createComponents(), overridesOf(options));
    const run = join(this.runs, loaded.config.name);
    const trained = await this.train(loaded, run);
    const labelled = loaded.config.tasks.length > 0;
    if (labelled && (trained || !existsSync(this.report))) await this.try(run, runtime);
    if (options.json) terminal.print(JSON.stringify({ outcome: 'finished', folder, run, report: labelled ? this.report : null, leftOut }));
    else for (const line of this.nextLines(plan, run, labelled)) terminal.note(line);
    return leftOut > 0 ? INCOMPLETE : 0;
  }

  /** Features of what is new or changed, until training has begun: it goes on with what it began with. Returns how many clips were left out. */
  private async extract({ segments, modalities }: ClipPlan): Promise<number> {
    const { clips, options, terminal } = this.work;
    if (existsSync(this.runs) && existsSync(join(this.features, 'manifest.csv'))) return 0;
    const bar = new ClipProgress();
    const { failed, extracted, kept } = await extract({
      manifest: clips,
      folder: this.features,
      extractors: await extractorsOf(options),
      modalities: Object.keys(modalities),
      segments,
      length: options.length,
      partial: options.partial ?? false,
      jobs: options.jobs,
      signal: this.signal,
      onClip: bar.update.bind(bar),
      onNote: terminal.note.bind(terminal),
    });
    bar.end();
    this.signal.throwIfAborted();
    terminal.note(`${this.features}: ${extracted} clips extracted, ${kept} kept, ${failed.length} left out`);
    return failed.length;
  }

  /** Goes on with the run, or begins it. Returns whether there was anything left to train. */
  private async train({ config, components }: LoadedConfig, folder: string): Promise<boolean> {
    let steps = 0;
    await pretrain(config, {
      components,
      folder,
      resume: true,
      signal: this.signal,
      standardObservers: [...STANDARD_OBSERVERS, progress],
      observers: [{ onStep: () => (steps += 1) }],
      onDataProgress: dataProgress(this.work.terminal),
    });
    this.signal.throwIfAborted();
    return steps > 0;
  }

  private async try(run: string, runtime: RuntimeReport): Promise<void> {
    const { folder, options, terminal, argv } = this.work;
    const onDataProgress = dataProgress(terminal);
    const { data } = await reportRuns([run], { folder, command: goOnCommand(argv), runtime, signal: this.signal, onDataProgress });
    if (!options.json) terminal.print(tablesAs('text', data, { colour: terminal.outColours.isColorSupported }));
  }

  private nextLines({ modalities }: ClipPlan, run: string, labelled: boolean): string[] {
    const names = Object.keys(modalities);
    const [first = ''] = names;
    const given = (...args: string[]) => `  cmg ${args.map(quoted).join(' ')}`;
    const index = join(this.work.folder, 'index');
    const heads = join(this.work.folder, 'heads');
    return [
      '',
      labelled
        ? `Report: ${this.report}`
        : `Trained: ${run}. There are no labels in both 'train' and 'test', so there is nothing to measure by.`,
      'Next:',
      given('index', 'add', '--index', index, '--run', run, '--modality', names.join(), '--in', join(this.features, 'manifest.csv')),
      `${given('search', '--index', index, '--modality', first)} --in FILE`,
      `${given('encode', '--run', run, '--modality', first)} --in FILE --out codes.npy`,
      ...(labelled ? [given('transfer', '--run', run, '--save', heads), given('probe', '--config', this.config)] : []),
    ];
  }
}
