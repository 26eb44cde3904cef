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
 * Colours on a terminal, unless the environment variable `NO_COLOR` is set. picocolors's own choice would also colour every
 * pipe and file where `CI` is set.
 */
const coloursOf = ({ isTTY }: Partial<NodeJS.WriteStream>): Colours => pc.createColors(isTTY === true && !process.env.NO_COLOR);

export const processTerminal: Terminal = {
  print: (line) => void process.stdout.write(`${line}\n`),
  note: (line) => void process.stderr.write(`${line}\n`),
  outColours: coloursOf(process.stdout),
  noteColours: coloursOf(process.stderr),
};
