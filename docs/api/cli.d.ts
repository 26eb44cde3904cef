declare module '@cmg/cli' {
  // terminal
  type Colours = ReturnType<typeof pc.createColors>;
  export interface Terminal {
      print(line: string): void;
      note(line: string): void;
      readonly outColours: Colours;
      readonly noteColours: Colours;
  }
  export function main(argv: readonly string[], output?: Terminal): Promise<number>;
}
