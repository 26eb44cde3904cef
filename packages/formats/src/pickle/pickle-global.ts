import { PickleOpaque, type PickleValue } from './pickle-value.js';
import type { PickleMachine } from './pickle-machine.js';

/** What the machine does when a pickle calls an allowed function: plain data in, plain data out. */
export type PickleCall = (args: readonly PickleValue[], machine: PickleMachine) => PickleValue;

/** An allowed class or function of a pickle, by its full Python name. */
export class PickleGlobal extends PickleOpaque {
  constructor(
    readonly name: string,
    /** Left out where the pickle may only mention it, as a type. */
    readonly call?: PickleCall,
  ) {
    super();
  }
}

/** Allowed globals by full name, `module.name`. Whatever is not in the table is refused. */
export type PickleGlobals = ReadonlyMap<string, PickleGlobal>;

/** A table of globals; several modules may hold one function, for it has moved between versions. */
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
