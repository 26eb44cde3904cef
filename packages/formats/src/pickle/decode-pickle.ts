import { RegularFile } from '../files/regular-file.js';
import { BUILTIN_GLOBALS } from './builtin-globals.js';
import { ByteReader } from './byte-reader.js';
import { NUMPY_GLOBALS } from './numpy-globals.js';
import { OPCODES, STOP } from './opcodes.js';
import type { PickleGlobals } from './pickle-global.js';
import { PickleMachine, type PickleMachineOptions } from './pickle-machine.js';
import type { PickleValue } from './pickle-value.js';

export interface PickleOptions {
  /** The file, for messages. */
  readonly where: string;
}

/** Python values and NumPy arrays; a pickle may refer to nothing else. */
export const PLAIN_GLOBALS: PickleGlobals = new Map([...BUILTIN_GLOBALS, ...NUMPY_GLOBALS]);

/**
 * Reads a Python pickle (protocols 0 to 5) of plain data: None, bools, integers of any size, floats, strings, bytes, lists,
 * tuples, dicts, and NumPy arrays and scalars of bools, integers and floats.
 *
 * Nothing is executed: a pickle is a program, of which only the opcodes that build plain data are implemented, and whose
 * calls go to a fixed table of our own functions. Memory is bounded by a small multiple of the pickle's length.
 *
 * @throws CmgError that names the opcode or global that is not allowed, or says what is damaged
 */
export function decodePickle(bytes: Uint8Array, { where }: PickleOptions): PickleValue {
  return readPickle(new ByteReader(bytes, where), { globals: PLAIN_GLOBALS });
}

/** Reads a file by {@link decodePickle}, whole; one that does not begin as a pickle is refused before. */
export function readPickleFile(file: string): Promise<PickleValue> {
  return RegularFile.with(file, async (opened) => {
    const start = await opened.read(0, Math.min(1, opened.size));
    return decodePickle(OPCODES.has(start[0] ?? -1) ? await opened.read(0, opened.size) : start, { where: file });
  });
}

/** Like {@link decodePickle}, with other globals, from the reader's position to the end of the pickle. */
export function readPickle(reader: ByteReader, options: PickleMachineOptions): PickleValue {
  const machine = new PickleMachine(reader, options);
  for (;;) {
    const at = reader.position;
    const code = reader.uint8();
    if (code === STOP) return machine.pop();
    const opcode = OPCODES.get(code);
    if (opcode?.run === undefined) {
      const byte = `byte 0x${code.toString(16).padStart(2, '0')}`;
      throw machine.error(`${opcode === undefined ? `${byte} is not an opcode` : `opcode ${opcode.name} is not allowed`} (at byte ${at})`);
    }
    opcode.run(machine);
  }
}
