import type { OverrideOptions } from './config-options.js';

/** What decides which run `cmg pretrain` trains, and how. */
export interface PretrainArguments extends OverrideOptions {
  readonly config: string;
  readonly out: string;
  readonly seed?: number;
}

/** The command that goes on with a run, as a shell takes it: all that was said of the run is said again. */
export function resumeCommand({ config, out, seed, set = [], without = [], add = [] }: PretrainArguments): string {
  const options = [
    ['--config', config],
    ...set.map((change) => ['--set', change]),
    ...without.map((name) => ['--without', name]),
    ...add.map((component) => ['--add', component]),
    ...(out === 'runs' ? [] : [['--out', out]]),
    ...(seed === undefined ? [] : [['--seed', String(seed)]]),
  ];
  return ['cmg', 'pretrain', ...options.flat().map(quoted), '--resume'].join(' ');
}

/** As a shell takes it. */
export function quoted(argument: string): string {
  return /^[\w./=@:,+-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
