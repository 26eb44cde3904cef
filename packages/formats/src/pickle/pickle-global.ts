import { PickleOpaque, type PickleValue } from './pickle-value.js';
import type { PickleMachine } from './pickle-machine.js';

/** Implements an allowed function that a pickle calls: plain data in, plain data out. */
export type PickleCall = (args: readonly PickleValue[], machine: PickleMachine) => PickleValue;

/** An allowed class or function of a pickle, by its full Python name. */
export class PickleGlobal extends PickleOpaque {
  constructor(
    readonly name: string,
    /** Absent if the pickle may only refer to it as a type. */
    readonly call?: PickleCall,
  ) {
    super();
  }
}

/** Allowed globals by full name, `module.name`. All others are refused. */
export type PickleGlobals = ReadonlyMap<string, PickleGlobal>;

/** A table of globals; one function may be listed under several modules, since it moved between versions. */
export function pickleGlobals(entries: readonly (readonly [modules: readonly string[], name: string, call?: PickleCall])[]): PickleGlobals {
  return new Map(
    entries.flatMap(([modules, name, call]) =>
      modules.map((module) => {
        const full = `${module}.${name}`;
        return [full, new PickleGlobal(full, call)] as const;
      }),
    ),
  );
}
