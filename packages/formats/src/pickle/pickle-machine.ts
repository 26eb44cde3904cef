import { CmgError } from '@cmg/core';
import type { ByteReader } from './byte-reader.js';
import { PickleGlobal, type PickleGlobals } from './pickle-global.js';
import { PickleMemo } from './pickle-memo.js';
import { kindOf, type PickleValue } from './pickle-value.js';

/** A value that a pickle builds in two steps: a call, then its state. */
export interface PickleBuildable {
  setState(state: PickleValue, machine: PickleMachine): void;
}

export interface PickleMachineOptions {
  readonly globals: PickleGlobals;
  /** Resolves the id of an object outside the pickle; without it such ids are refused. */
  readonly persistentLoad?: (id: PickleValue) => PickleValue;
}

/** Bytes of arrays that a pickle may allocate, as a multiple of its own length: float16 is widened, Fortran order copied. */
const EXPANSION = 8;
/**
 * Lists, tuples, dicts and calls that any pickle may have, and one more for each so many of its bytes: of each, Python writes tens of bytes,
 * a hostile file one.
 */
const CONTAINERS = 2 ** 18;
const BYTES_PER_CONTAINER = 32;
/** Most values that wait for their container, marks, and numbers of the memo that are out of turn. Python appends a thousand at a time. */
const MOST_WAITING = 2 ** 20;
/** Most entries of a dict. */
const MOST_ENTRIES = 2 ** 23;

/** The stack and the memo of a pickle that is being read. It calls only functions from its table of globals. */
export class PickleMachine {
  private readonly stack: PickleValue[] = [];
  private readonly marks: number[] = [];
  private readonly memo = new PickleMemo();
  private budget: number;
  private containers: number;

  constructor(
    readonly reader: ByteReader,
    private readonly options: PickleMachineOptions,
  ) {
    this.budget = EXPANSION * reader.remaining;
    this.containers = CONTAINERS + Math.floor(reader.remaining / BYTES_PER_CONTAINER);
  }

  error(what: string): CmgError {
    return new CmgError(`is not a pickle of plain data: ${what}`, {
      where: this.reader.where,
      hint: 'Only arrays, numbers, strings, lists and dicts are supported; nothing in the file was executed.',
    });
  }

  /** Counts bytes that a value is about to take, so that a small file cannot allocate much memory. */
  reserve(bytes: number): void {
    this.budget -= bytes;
    if (!(this.budget >= 0)) throw this.error(`its arrays need more memory than ${EXPANSION} times its size`);
  }

  /** Counts a list, tuple, dict or call. */
  countContainer(): void {
    if (--this.containers < 0) throw this.error('it makes more lists and dicts than data of its size has');
  }

  push(value: PickleValue): void {
    if (this.stack.length >= MOST_WAITING) throw this.error(`more than ${MOST_WAITING} values are on its stack`);
    this.stack.push(value);
  }

  /** A new list, tuple or dict. */
  pushContainer(value: PickleValue[] | Map<PickleValue, PickleValue>): void {
    this.countContainer();
    this.push(value);
  }

  pop(): PickleValue {
    const value = this.top();
    this.stack.length--;
    return value;
  }

  top(): PickleValue {
    if (this.stack.length <= (this.marks.at(-1) ?? 0)) throw this.error(`its stack is empty at byte ${this.reader.position}`);
    return this.stack[this.stack.length - 1] as PickleValue;
  }

  mark(): void {
    if (this.marks.length >= MOST_WAITING) throw this.error(`it has more than ${MOST_WAITING} marks`);
    this.marks.push(this.stack.length);
  }

  /** Removes the last mark and returns all values above it. */
  popToMark(): PickleValue[] {
    const mark = this.marks.pop();
    if (mark === undefined) throw this.error(`a mark is missing at byte ${this.reader.position}`);
    return this.stack.splice(mark);
  }

  /** Removes the top value, or the mark if nothing is above it. */
  discard(): void {
    if (this.marks.at(-1) === this.stack.length) this.marks.pop();
    else this.pop();
  }

  /** @param index default: the number of values remembered so far */
  remember(index = this.memo.size): void {
    if (this.memo.outOfTurn >= MOST_WAITING) throw this.error('it remembers too many values out of turn');
    this.memo.set(index, this.top());
  }

  recall(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) throw this.error(`it refers to value ${index}, which is not defined`);
    this.push(value);
  }

  append(values: readonly PickleValue[]): void {
    const list = this.top();
    if (!Array.isArray(list)) throw this.error(`it appends to ${kindOf(list)}`);
    for (const value of values) list.push(value);
  }

  setItem(dict: PickleValue, key: PickleValue, value: PickleValue): void {
    if (!(dict instanceof Map)) throw this.error(`it sets an item of ${kindOf(dict)}`);
    if (typeof key === 'object' && key !== null) throw this.error(`${kindOf(key)} is used as a key of a dict`);
    if (dict.size >= MOST_ENTRIES) throw this.error(`a dict has more than ${MOST_ENTRIES} entries`);
    dict.set(key, value);
  }

  /** Alternating keys and values. */
  setItems(dict: PickleValue, items: readonly PickleValue[]): void {
    if (items.length % 2 !== 0) throw this.error('a key of a dict has no value');
    for (let i = 0; i < items.length; i += 2) this.setItem(dict, items[i] as PickleValue, items[i + 1] as PickleValue);
  }

  /** Pushes an allowed class or function. */
  findGlobal(module: PickleValue, name: PickleValue): void {
    if (typeof module !== 'string' || typeof name !== 'string') {
      throw this.error(`it names ${kindOf(module)} and ${kindOf(name)} as a global`);
    }
    const full = `${module}.${name}`;
    const found = this.options.globals.get(full);
    if (found === undefined) throw this.error(`it refers to ${JSON.stringify(full.slice(0, 100))}, which is not allowed`);
    this.push(found);
  }

  call(): void {
    const args = this.pop();
    const callee = this.pop();
    if (!Array.isArray(args)) throw this.error(`it calls with ${kindOf(args)} for arguments`);
    if (!(callee instanceof PickleGlobal)) throw this.error(`it calls ${kindOf(callee)}`);
    this.countContainer();
    this.push(callee.call(args, this));
  }

  build(): void {
    const state = this.pop();
    const target = this.top();
    // Attributes of an OrderedDict, for example `_metadata` of a state_dict.
    if (target instanceof Map && state instanceof Map) return;
    if (!isBuildable(target)) throw this.error(`it sets the state of ${kindOf(target)}`);
    target.setState(state, this);
  }

  loadPersistent(id: PickleValue): void {
    if (this.options.persistentLoad === undefined) throw this.error('opcode BINPERSID refers to an object outside the file');
    this.push(this.options.persistentLoad(id));
  }
}

function isBuildable(value: PickleValue): value is PickleValue & PickleBuildable {
  return typeof value === 'object' && value !== null && 'setState' in value;
}
