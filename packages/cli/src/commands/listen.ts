import { CmgError, shownText } from '@cmg/core';
import { expectFile } from '@cmg/formats';
import type { LiveSource } from '@cmg/media';
import { type Heard, listen, type Listener, openHead, openRun } from '@cmg/pipeline';
import { type BackendChoice, openBackend } from '@cmg/runtime';
import { interruptOnSignals } from '@cmg/trainer';
import { createReadStream } from 'node:fs';
import { backendOption, type CommandContext } from '../command-context.js';
import { pluginOption } from '../config-options.js';
import { dataProgress } from '../data-progress.js';
import { memoryText, peakMemory } from '../memory-text.js';

interface ListenCommandOptions {
  readonly plugin?: string[];
  readonly run?: string;
  readonly head?: string;
  readonly modality: string;
  readonly in: string;
  readonly device?: string;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** Of so many seconds the latency is told at the end: an hour. */
const REMEMBERED = 3600;

/** `cmg listen`: codes and events of sound as it comes. */
export function addListenCommand({ command, terminal, setExitCode }: CommandContext): void {
  command
    .option('--run <folder>', "a trained run; with --head, the head's run if it was moved")
    .option('--head <folder>', 'a head that `cmg transfer --save` kept; default: none, codes alone')
    .option('--modality <name>', 'which modality the sound is of', 'audio')
    .option('--in <file>', 'sound of any format that ffmpeg reads from its beginning to its end; - is standard input', '-')
    .option('--device <format:name>', 'a microphone as ffmpeg names it, in place of --in; `ffmpeg -devices` lists them')
    .option('--json', 'a line of JSON for each second')
    .addOption(pluginOption())
    .addOption(backendOption())
    .addHelpText(
      'after',
      `
Each second of sound is a line, as soon as it is over: its codes, what the head recognises, and how long that took. The head hears the last
seconds, as many as a clip of the run has; one that tells when (localisation) is asked for this second.

Examples:
  cmg listen --head heads/localisation-text-seed-0 --device pulse:default    a microphone on Linux
  cmg listen --head heads/localisation-text-seed-0 --device avfoundation::0  ... on macOS
  ffmpeg -i http://radio.example/live -f wav - | cmg listen --head heads/classification-text-seed-0
  cmg listen --run runs/mine --in street.wav --json                          codes alone`,
    )
    .action(async (options: ListenCommandOptions) => {
      const source = await sourceOf(options);
      await openBackend(options.backend);
      const listener = await open(options, dataProgress(terminal));
      const interrupt = interruptOnSignals();
      const latencies: number[] = [];
      try {
        terminal.note('listening; Ctrl-C ends it');
        for await (const heard of listen(listener, source, { modality: options.modality, signal: interrupt.signal })) {
          terminal.print(options.json ? JSON.stringify(heard) : heardLine(heard));
          latencies.push(heard.milliseconds);
          if (latencies.length > REMEMBERED) latencies.shift();
        }
      } catch (error) {
        if (!interrupt.signal.aborted) throw error;
        setExitCode(130);
      } finally {
        if (latencies.length > 0) terminal.note(`${latencyText(latencies)}; at most ${memoryText(peakMemory())} of memory`);
        interrupt.dispose();
        if ('dispose' in listener) listener.dispose();
        else listener.run.dispose();
      }
    });
}

async function sourceOf({ in: file, device }: ListenCommandOptions): Promise<LiveSource> {
  if (device !== undefined) {
    const [format, ...name] = device.split(':');
    if (format && name.join('') !== '') return { kind: 'device', format, name: name.join(':') };
    throw new CmgError(`'${device}' names no device`, {
      kind: 'usage',
      where: '--device',
      hint: 'Say how and which: pulse:default, alsa:hw:0.',
    });
  }
  if (file === '-') return { kind: 'stream', bytes: process.stdin };
  await expectFile(file);
  return { kind: 'stream', bytes: createReadStream(file) };
}

async function open(
  { run, head, plugin: plugins = [] }: ListenCommandOptions,
  onDataProgress: ReturnType<typeof dataProgress>,
): Promise<Listener> {
  if (head !== undefined) return openHead(head, { plugins, onDataProgress, ...(run !== undefined && { run }) });
  if (run !== undefined) return { run: await openRun(run, { plugins, onDataProgress }) };
  throw new CmgError('neither --run nor --head is given', { kind: 'usage', hint: 'Name a run for codes, a head for events as well.' });
}

/** `0:07  code 12  seven 0.97  18 ms`. */
function heardLine({ second, codes, events, milliseconds }: Heard): string {
  const time = `${Math.floor(second / 60)}:${String(second % 60).padStart(2, '0')}`;
  const what = events.map(({ class: name, score }) => `${shownText(name)} ${score.toFixed(2)}`).join(', ');
  return [time.padStart(6), `code ${codes.join('/').padEnd(4)}`, what.padEnd(24), `${milliseconds.toFixed(0)} ms`].join('  ');
}

/** Without the first, which waits for what is loaded once. */
function latencyText(latencies: readonly number[]): string {
  const sorted = (latencies.length > 1 ? latencies.slice(1) : latencies).toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] as number).toFixed(0);
  return `a second was told after ${at(0.5)} ms (median), ${at(0.99)} ms (99 of 100)`;
}
