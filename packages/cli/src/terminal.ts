/** Where a command prints: results to stdout, progress and remarks to stderr. */
export interface Terminal {
  /** One line of a result. */
  print(line: string): void;
  /** One line for a person: progress, remarks, errors. */
  note(line: string): void;
}

export const processTerminal: Terminal = {
  print: (line) => void process.stdout.write(`${line}\n`),
  note: (line) => void process.stderr.write(`${line}\n`),
};
