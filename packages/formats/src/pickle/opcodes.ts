import type { PickleMachine } from './pickle-machine.js';
import type { PickleValue } from './pickle-value.js';
import { latin1 } from './byte-reader.js';
import { bytesToInteger, textToFloat, textToInteger, unescapeBytes, unescapeUnicode } from './scalars.js';

interface Opcode {
  readonly name: string;
  /** Absent if the opcode is refused. */
  readonly run?: (machine: PickleMachine) => void;
}

type Length = 'uint8' | 'uint32' | 'uint64';

const value = (make: (machine: PickleMachine) => PickleValue) => (machine: PickleMachine) => machine.push(make(machine));
const sized = (length: Length, make: (bytes: Uint8Array, machine: PickleMachine) => PickleValue) =>
  value((machine) => make(machine.reader.take(machine.reader[length]()), machine));

const container = (make: (machine: PickleMachine) => PickleValue[] | Map<PickleValue, PickleValue>) => (machine: PickleMachine) =>
  machine.pushContainer(make(machine));

const utf8 = ({ buffer, byteOffset, length }: Uint8Array): string => Buffer.from(buffer, byteOffset, length).toString('utf8');
const raw = (bytes: Uint8Array): Uint8Array => bytes;

function int32Length(machine: PickleMachine): Uint8Array {
  const length = machine.reader.int32();
  if (length < 0) throw machine.error(`a length is ${length}`);
  return machine.reader.take(length);
}

function tuple(size: number) {
  return container((machine) => Array.from({ length: size }, () => machine.pop()).reverse());
}

function dict(machine: PickleMachine): Map<PickleValue, PickleValue> {
  const items = machine.popToMark();
  const made = new Map<PickleValue, PickleValue>();
  machine.setItems(made, items);
  return made;
}

function setItems(machine: PickleMachine): void {
  const items = machine.popToMark();
  machine.setItems(machine.top(), items);
}

function setItem(machine: PickleMachine): void {
  const item = machine.pop();
  const key = machine.pop();
  machine.setItem(machine.top(), key, item);
}

function stackGlobal(machine: PickleMachine): void {
  const name = machine.pop();
  machine.findGlobal(machine.pop(), name);
}

/** Protocols 0 to 5 (Python's `pickletools`), by byte. Opcodes that run code or reach outside the file have no `run`. */
export const OPCODES: ReadonlyMap<number, Opcode> = new Map<number, Opcode>([
  [0x80, { name: 'PROTO', run: ({ reader }) => void reader.uint8() }],
  [0x95, { name: 'FRAME', run: ({ reader }) => void reader.uint64() }],
  [0x28, { name: 'MARK', run: (machine) => machine.mark() }],
  [0x30, { name: 'POP', run: (machine) => machine.discard() }],
  [0x31, { name: 'POP_MARK', run: (machine) => void machine.popToMark() }],
  [0x32, { name: 'DUP', run: value((machine) => machine.top()) }],

  [0x4e, { name: 'NONE', run: value(() => null) }],
  [0x88, { name: 'NEWTRUE', run: value(() => true) }],
  [0x89, { name: 'NEWFALSE', run: value(() => false) }],
  [0x49, { name: 'INT', run: value((machine) => textToInteger(machine.reader.line(), machine)) }],
  [0x4a, { name: 'BININT', run: value(({ reader }) => reader.int32()) }],
  [0x4b, { name: 'BININT1', run: value(({ reader }) => reader.uint8()) }],
  [0x4d, { name: 'BININT2', run: value(({ reader }) => reader.uint16()) }],
  [0x4c, { name: 'LONG', run: value((machine) => textToInteger(machine.reader.line().replace(/L$/, ''), machine)) }],
  [0x8a, { name: 'LONG1', run: sized('uint8', bytesToInteger) }],
  [0x8b, { name: 'LONG4', run: value((machine) => bytesToInteger(int32Length(machine), machine)) }],
  [0x46, { name: 'FLOAT', run: value((machine) => textToFloat(machine.reader.line(), machine)) }],
  [0x47, { name: 'BINFLOAT', run: value(({ reader }) => reader.float64BigEndian()) }],

  [0x53, { name: 'STRING', run: value((machine) => unescapeBytes(machine.reader.line(), machine)) }],
  [0x54, { name: 'BINSTRING', run: value((machine) => latin1(int32Length(machine))) }],
  [0x55, { name: 'SHORT_BINSTRING', run: sized('uint8', latin1) }],
  [0x56, { name: 'UNICODE', run: value((machine) => unescapeUnicode(machine.reader.line())) }],
  [0x58, { name: 'BINUNICODE', run: sized('uint32', utf8) }],
  [0x8c, { name: 'SHORT_BINUNICODE', run: sized('uint8', utf8) }],
  [0x8d, { name: 'BINUNICODE8', run: sized('uint64', utf8) }],
  [0x42, { name: 'BINBYTES', run: sized('uint32', raw) }],
  [0x43, { name: 'SHORT_BINBYTES', run: sized('uint8', raw) }],
  [0x8e, { name: 'BINBYTES8', run: sized('uint64', raw) }],
  [0x96, { name: 'BYTEARRAY8', run: sized('uint64', raw) }],

  [0x5d, { name: 'EMPTY_LIST', run: container(() => []) }],
  [0x6c, { name: 'LIST', run: container((machine) => machine.popToMark()) }],
  [0x61, { name: 'APPEND', run: (machine) => machine.append([machine.pop()]) }],
  [0x65, { name: 'APPENDS', run: (machine) => machine.append(machine.popToMark()) }],
  [0x29, { name: 'EMPTY_TUPLE', run: tuple(0) }],
  [0x85, { name: 'TUPLE1', run: tuple(1) }],
  [0x86, { name: 'TUPLE2', run: tuple(2) }],
  [0x87, { name: 'TUPLE3', run: tuple(3) }],
  [0x74, { name: 'TUPLE', run: container((machine) => machine.popToMark()) }],
  [0x7d, { name: 'EMPTY_DICT', run: container(() => new Map()) }],
  [0x64, { name: 'DICT', run: container(dict) }],
  [0x73, { name: 'SETITEM', run: setItem }],
  [0x75, { name: 'SETITEMS', run: setItems }],

  [0x70, { name: 'PUT', run: (machine) => machine.remember(Number(textToInteger(machine.reader.line(), machine))) }],
  [0x71, { name: 'BINPUT', run: (machine) => machine.remember(machine.reader.uint8()) }],
  [0x72, { name: 'LONG_BINPUT', run: (machine) => machine.remember(machine.reader.uint32()) }],
  [0x94, { name: 'MEMOIZE', run: (machine) => machine.remember() }],
  [0x67, { name: 'GET', run: (machine) => machine.recall(Number(textToInteger(machine.reader.line(), machine))) }],
  [0x68, { name: 'BINGET', run: (machine) => machine.recall(machine.reader.uint8()) }],
  [0x6a, { name: 'LONG_BINGET', run: (machine) => machine.recall(machine.reader.uint32()) }],

  [0x63, { name: 'GLOBAL', run: (machine) => machine.findGlobal(machine.reader.line(), machine.reader.line()) }],
  [0x93, { name: 'STACK_GLOBAL', run: stackGlobal }],
  [0x52, { name: 'REDUCE', run: (machine) => machine.call() }],
  [0x62, { name: 'BUILD', run: (machine) => machine.build() }],
  [0x51, { name: 'BINPERSID', run: (machine) => machine.loadPersistent(machine.pop()) }],

  [0x50, { name: 'PERSID' }],
  [0x69, { name: 'INST' }],
  [0x6f, { name: 'OBJ' }],
  [0x81, { name: 'NEWOBJ' }],
  [0x92, { name: 'NEWOBJ_EX' }],
  [0x82, { name: 'EXT1' }],
  [0x83, { name: 'EXT2' }],
  [0x84, { name: 'EXT4' }],
  [0x8f, { name: 'EMPTY_SET' }],
  [0x90, { name: 'ADDITEMS' }],
  [0x91, { name: 'FROZENSET' }],
  [0x97, { name: 'NEXT_BUFFER' }],
  [0x98, { name: 'READONLY_BUFFER' }],
]);

/** Ends a pickle; its value is on top of the stack. */
export const STOP = 0x2e;
