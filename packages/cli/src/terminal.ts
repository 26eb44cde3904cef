import { shownLines } from '@cmg/core';
import pc from 'picocolors';

export type Colours = ReturnType<typeof pc.createColors>;

/** Where a command prints: results to stdout, progress and remarks to stderr. */
export interface Terminal {
  /** One line of a result. */
  print(line: string): void;
  /** One line for a person: progress, remarks, errors. */
  note(line: string): void;
  /** For results. */
  readonly outColours: Colours;
  /** For remarks and errors. */
  readonly noteColours: Colours;
}

/**
 * Colours on a terminal, unless it is a dumb one or the environment variable `NO_COLOR` is set. picocolors's own choice would also colour every
 * pipe and file where `CI` is set.
 */
const coloursOf = ({ isTTY }: Partial<NodeJS.WriteStream>): Colours =>
  pc.createColors(isTTY === true && process.env.TERM !== 'dumb' && !process.env.NO_COLOR);

/** The codes of {@link Colours} that are used; nothing else that a terminal obeys gets through. */
const COLOURS = new RegExp(`(${String.fromCharCode(27)}\\[(?:1|2|22|31|32|33|39)m)`);

/** A terminal that shows what it cannot trust: ids, classes and file names in what is printed are text, and command nothing. */
export function guarded(terminal: Terminal): Terminal {
  const guard = (line: string, { isColorSupported }: Colours) =>
    isColorSupported
      ? line
          .split(COLOURS)
          .map((part, i) => (i % 2 ? part : shownLines(part)))
          .join('')
      : shownLines(line);
  return {
    print: (line) => terminal.print(guard(line, terminal.outColours)),
    note: (line) => terminal.note(guard(line, terminal.noteColours)),
    outColours: terminal.outColours,
    noteColours: terminal.noteColours,
  };
}

export const processTerminal: Terminal = {
  print: (line) => void process.stdout.write(`${line}\n`),
  note: (line) => void process.stderr.write(`${line}\n`),
  outColours: coloursOf(process.stdout),
  noteColours: coloursOf(process.stderr),
};
