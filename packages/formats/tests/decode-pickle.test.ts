import { CmgError } from '@cmg/core';
import { readFile } from 'node:fs/promises';
import { decodePickle, type FileArray, type PickleValue } from '../src/index.js';

const fixture = async (name: string): Promise<Map<PickleValue, PickleValue>> => {
  const where = `${name}.pkl`;
  const value = decodePickle(await readFile(new URL(`fixtures/pickle/${where}`, import.meta.url)), { where });
  return value as Map<PickleValue, PickleValue>;
};

const FILES = ['numpy1', 'numpy2'].flatMap((numpy) => [0, 1, 2, 3, 4, 5].map((protocol) => `${numpy}-${protocol}`));
const base = Float32Array.from({ length: 24 }, (_, i) => i - 0.5);

describe.each(FILES)('a pickle of %s', (file) => {
  it('holds arrays of every type and order', async () => {
    const arrays = (await fixture(`arrays-${file}`)) as Map<string, FileArray>;
    const plain = ({ dtype, shape, data }: FileArray) => ({ dtype, shape, data });
    const array = (name: string) => plain(arrays.get(name) as FileArray);
    expect(array('c')).toEqual({ dtype: 'float32', shape: [2, 3, 4], data: base });
    expect(array('fortran')).toEqual({ dtype: 'float32', shape: [2, 3, 4], data: base });
    const transposed = [0, 12, 4, 16, 8, 20].flatMap((first) => [...base.subarray(first, first + 4)]);
    expect(array('transposed')).toEqual({ dtype: 'float32', shape: [3, 2, 4], data: Float32Array.from(transposed) });
    expect(array('big')).toEqual({ dtype: 'float64', shape: [2, 3, 4], data: Float64Array.from(base) });
    expect(array('half')).toEqual({ dtype: 'float16', shape: [5], data: Float32Array.of(1, -2.5, 65504, 2 ** -24, Infinity) });
    expect(array('int64')).toEqual({ dtype: 'int64', shape: [3], data: BigInt64Array.of(-1n, 2n ** 53n + 1n, 2n ** 62n) });
    expect(array('int16')).toEqual({ dtype: 'int16', shape: [2, 1], data: Int16Array.of(-3, 300) });
    expect(array('bool')).toEqual({ dtype: 'bool', shape: [3], data: Uint8Array.of(1, 0, 1) });
    expect(array('empty')).toEqual({ dtype: 'float32', shape: [0, 5], data: new Float32Array(0) });
    expect(array('zero_dim')).toEqual({ dtype: 'float64', shape: [], data: Float64Array.of(3.25) });
  });

  it('holds plain values', async () => {
    const plain = await fixture(`plain-${file}`);
    const { bytes, shared, ...rest } = Object.fromEntries(plain as Map<string, PickleValue>);
    expect(bytes).toEqual([new Uint8Array(0), Uint8Array.of(0, 255)].map((content) => expect.objectContaining({ length: content.length })));
    expect([...((bytes as Uint8Array[])[1] as Uint8Array)]).toEqual([0, 255]);
    expect((shared as PickleValue[])[0]).toBe((shared as PickleValue[])[1]);
    expect(rest).toEqual(
      Object.fromEntries([
        ['none', null],
        ['yes', true],
        ['no', false],
        ['small', [0, -1, 255, 65535, -(2 ** 31)]],
        ['big', [2n ** 53n + 1n, -(2n ** 64n), 10n ** 30n]],
        ['float', [0.1, -0, Infinity, -Infinity, 1e-300]],
        ['text', ['', 'café \u{1f600}', 'a\'b"c\\\n']],
        ['tuples', [[], [1], [1, 2], [1, 2, 3], [1, 2, 3, 4]]],
        ['nested', new Map([['a', new Map([[1, [null]]])]])],
        [
          'ordered',
          new Map([
            ['z', 1],
            ['a', 2],
          ]),
        ],
        ['__proto__', new Map([['polluted', true]])],
        ['scalars', [1.5, 2n ** 60n, true]],
      ]),
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('a pickle that is not plain data', () => {
  const decode =
    (...parts: (string | number[])[]) =>
    () =>
      decodePickle(Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1'))), { where: 'bad.pkl' });

  it.each<[string, RegExp, () => PickleValue]>([
    ['a command', /refers to "posix.system", which is not allowed/, decode('cposix\nsystem\n(S"true"\ntR.')],
    ['a command by the stack', /refers to "os.system"/, decode('\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x04true\x85R.')],
    ['eval', /refers to "builtins.eval"/, decode('cbuiltins\neval\n.')],
    ['an attribute of an allowed name', /refers to "numpy.ndarray.tofile"/, decode('cnumpy\nndarray.tofile\n.')],
    ['a name of an object', /refers to "constructor\.__proto__"/, decode('cconstructor\n__proto__\n.')],
    ['INST', /opcode INST is not allowed \(at byte 1\)/, decode('(iposix\nsystem\n.')],
    ['OBJ', /opcode OBJ/, decode('(o.')],
    ['NEWOBJ', /opcode NEWOBJ/, decode('\x81.')],
    ['NEWOBJ_EX', /opcode NEWOBJ_EX/, decode('\x92.')],
    ['EXT1', /opcode EXT1/, decode('\x82\x01.')],
    ['EXT2', /opcode EXT2/, decode('\x83\x01\x01.')],
    ['EXT4', /opcode EXT4/, decode('\x84\x01\x01\x01\x01.')],
    ['PERSID', /opcode PERSID/, decode('Pid\n.')],
    ['BINPERSID', /opcode BINPERSID/, decode('K\x01Q.')],
    ['an unknown opcode', /byte 0xff is not an opcode/, decode('\xff')],
    ['a call of data', /calls a string/, decode('\x8c\x01a)R.')],
    ['a call of a type', /calls numpy.ndarray/, decode('cnumpy\nndarray\n)R.')],
    ['state of a list', /sets the state of a list/, decode(']}b.')],
    ['items of a list', /sets an item of a list/, decode(']K\x01K\x02s.')],
    ['a list as key', /a list is used as a key/, decode('}]K\x02s.')],
    [
      'an array of objects',
      /an array's content is a list/,
      decode(
        'cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS"b"\ntR(I1\n(I1\ntcnumpy\ndtype\n(S"f4"\ntRI00\n(lptb.'.replace(
          '(lptb',
          '(ltb',
        ),
      ),
    ],
    ['a text element type', /element type "U4" is not one of f2/, decode('cnumpy\ndtype\n(S"U4"\ntR.')],
    ['a length past the end', /4294967295 bytes needed at byte 5, 1 are left/, decode('X\xff\xff\xff\xff.')],
    ['a length of 64 bits', /is truncated/, decode('\x8e\xff\xff\xff\xff\xff\xff\xff\xff.')],
    ['an empty stack', /its stack is empty/, decode('.')],
    ['a missing mark', /a mark is missing/, decode('t.')],
    ['a value below the mark', /its stack is empty/, decode('K\x01(a.')],
    ['a container below the mark', /its stack is empty/, decode(']K\x01(K\x01a.')],
    ['an unknown memo', /refers to value 7/, decode('h\x07.')],
    ['a huge integer', /is not an integer/, decode(`L${'9'.repeat(2000)}L\n.`)],
  ])('refuses %s', (_, message, run) => {
    expect(run).toThrow(CmgError);
    expect(run).toThrow(message);
    expect(run).toThrow(/^bad\.pkl: /);
  });

  it('forgets a mark that POP meets, as Python does', () => {
    expect(decode('K\x01(0.')()).toBe(1);
    expect(decode('(K\x01K\x020t.')()).toEqual([1]);
  });

  it('refuses many arrays over one buffer', () => {
    const array = 'h\x00(h\x01h\x02(M\x00\x10tU\x01CtR0';
    const head = 'cnumpy.core.numeric\n_frombuffer\nq\x000B\x00\x10\x00\x00' + '\0'.repeat(4096) + 'q\x010cnumpy\ndtype\n(U\x02u1tRq\x020';
    expect(decode(head, array, 'N.')()).toBeNull();
    expect(decode(head, array.repeat(10_000), 'N.')).toThrow(/more memory than 8 times its size/);
  });
});
