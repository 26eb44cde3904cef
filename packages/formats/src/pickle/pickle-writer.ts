/** Writes the opcodes of a pickle of protocol 2, which every current Python reads. */
export class PickleWriter {
  private readonly parts: Uint8Array[] = [Buffer.from([0x80, 2])];

  none(): this {
    return this.opcode('N');
  }

  bool(value: boolean): this {
    return this.bytes([value ? 0x88 : 0x89]);
  }

  /** An integer becomes an int, any other number a float. */
  number(value: number): this {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) return this.integer(BigInt(value));
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    return this.opcode('G').bytes(bytes);
  }

  integer(value: bigint): this {
    const length = Math.ceil((value.toString(2).length + 1) / 8);
    const hex = BigInt.asUintN(8 * length, value)
      .toString(16)
      .padStart(2 * length, '0');
    return this.bytes([0x8a, length]).bytes(Buffer.from(hex, 'hex').reverse());
  }

  text(value: string): this {
    const bytes = Buffer.from(value, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    return this.opcode('X').bytes(length).bytes(bytes);
  }

  list(items: () => void): this {
    return this.opcode('](').nested(items, 'e');
  }

  tuple(items: () => void): this {
    return this.opcode('(').nested(items, 't');
  }

  /** @param items writes keys and values alternately */
  dict(items: () => void): this {
    return this.opcode('}(').nested(items, 'u');
  }

  global(module: string, name: string): this {
    return this.opcode(`c${module}\n${name}\n`);
  }

  call(module: string, name: string, args: () => void): this {
    return this.global(module, name).tuple(args).opcode('R');
  }

  /** An object outside the pickle, by its id. */
  persistent(id: () => void): this {
    return this.tuple(id).opcode('Q');
  }

  end(): Uint8Array {
    return Buffer.concat([...this.parts, Buffer.from('.')]);
  }

  private nested(items: () => void, end: string): this {
    items();
    return this.opcode(end);
  }

  private opcode(text: string): this {
    return this.bytes(Buffer.from(text, 'latin1'));
  }

  private bytes(bytes: Iterable<number>): this {
    this.parts.push(Uint8Array.from(bytes));
    return this;
  }
}
