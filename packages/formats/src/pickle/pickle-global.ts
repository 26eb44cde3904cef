import { PickleOpaque, type PickleValue } from './pickle-value.js';
import type { PickleMachine } from './pickle-machine.js';

/** Implements an allowed function that a pickle calls: plain data in, plain data out. */
export type PickleCall = (args: readonly PickleValue[], machine: PickleMachine) => PickleValue;

/** The fewest and, if they differ, the most. */
export type ArgumentCounts = readonly [least: number, most?: number];

/** An allowed class or function of a pickle, by its full Python name. */
export class PickleGlobal extends PickleOpaque {
  constructor(
    readonly name: string,
    private readonly run: PickleCall | undefined,
    /** How many arguments it takes. */
    private readonly counts: ArgumentCounts,
  ) {
    super();
  }

  /** Calls it; more arguments than are honoured would give other values than Python does. */
  call(args: readonly PickleValue[], machine: PickleMachine): PickleValue {
    if (this.run === undefined) throw machine.error(`it calls ${this.name}`);
    const [least, most = least] = this.counts;
    if (args.length < least || args.length > most) throw machine.error(`it calls ${this.name} with ${args.length} arguments`);
    return this.run(args, machine);
  }
}

/** Allowed globals by full name, `module.name`. All others are refused. */
export type PickleGlobals = ReadonlyMap<string, PickleGlobal>;

/** A function under its modules, since some moved between versions; without a call, a pickle may only refer to it as a type. */
type GlobalEntry = readonly [modules: readonly string[], name: string, counts?: ArgumentCounts, call?: PickleCall];

/** A table of globals. */
export function pickleGlobals(entries: readonly GlobalEntry[]): PickleGlobals {
  return new Map(
    entries.flatMap(([modules, name, counts = [0], call]) =>
      modules.map((module) => {
        const full = `${module}.${name}`;
        return [full, new PickleGlobal(full, call, counts)] as const;
      }),
    ),
  );
}
