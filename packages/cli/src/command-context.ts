import { type Command, Option } from 'commander';
import type { Terminal } from './terminal.js';

/** What a command describes its options with. */
export interface CommandContext {
  /** It has its name and description. */
  readonly command: Command;
  readonly terminal: Terminal;
  /** What was typed after `cmg`, in the spelling of today. */
  readonly argv: readonly string[];
  /** For a command that ends without an error but not with 0, such as one that was interrupted. */
  readonly setExitCode: (code: number) => void;
}

/** The `--backend` option of each command that computes. */
export function backendOption(): Option {
  const option = new Option('--backend <name>', 'TensorFlow backend').choices(['auto', 'gpu', 'native', 'wasm', 'js']).default('auto');
  // Set to nothing, it is not set.
  return process.env['CMG_BACKEND']?.trim() ? option.env('CMG_BACKEND') : option;
}
