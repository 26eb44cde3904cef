import { CmgError } from '@cmg/core';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type FileArray,
  type PickleValue,
  readTorch,
  type TorchTree,
  writeTorch,
  writeZip,
  ZipArchive,
  type ZipContent,
} from '../src/index.js';

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/torch/${name}`, import.meta.url));
const base = Float32Array.from({ length: 24 }, (_, i) => i - 0.5);

type Dict = Map<PickleValue, PickleValue>;
const plain = (value: PickleValue | undefined) => {
  const { dtype, shape, data } = value as FileArray;
  return { dtype, shape, data };
};

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-torch-'))));
afterAll(() => rm(folder, { recursive: true }));

describe.each(['tree.pt', 'tree-legacy.pt'])('torch.save to %s', (name) => {
  let tree: Dict;
  beforeAll(async () => void (tree = (await readTorch(fixture(name))) as Dict));

  it.each<[string, FileArray]>([
    ['float64', { dtype: 'float64', shape: [2], data: Float64Array.of(0.1, -1e300) }],
    ['float16', { dtype: 'float16', shape: [3], data: Float32Array.of(1, -2.5, 65504) }],
    ['bfloat16', { dtype: 'bfloat16', shape: [3], data: Float32Array.of(1, -2.5, 3.00405527047391e38) }],
    ['int64', { dtype: 'int64', shape: [2], data: BigInt64Array.of(2n ** 53n + 1n, -1n) }],
    ['int32', { dtype: 'int32', shape: [1, 1], data: Int32Array.of(-(2 ** 31)) }],
    ['int16', { dtype: 'int16', shape: [1], data: Int16Array.of(-300) }],
    ['int8', { dtype: 'int8', shape: [1], data: Int8Array.of(-3) }],
    ['uint8', { dtype: 'uint8', shape: [1], data: Uint8Array.of(255) }],
    ['bool', { dtype: 'bool', shape: [2], data: Uint8Array.of(1, 0) }],
    ['scalar', { dtype: 'float32', shape: [], data: Float32Array.of(2.5) }],
    ['empty', { dtype: 'float32', shape: [0, 3], data: new Float32Array(0) }],
    ['whole', { dtype: 'float32', shape: [2, 3, 4], data: base }],
    ['slice', { dtype: 'float32', shape: [3, 2], data: Float32Array.of(12.5, 13.5, 16.5, 17.5, 20.5, 21.5) }],
    ['steps', { dtype: 'float32', shape: [5], data: Float32Array.of(0.5, 5.5, 10.5, 15.5, 20.5) }],
    ['parameter', { dtype: 'float32', shape: [2], data: Float32Array.of(1.5, 2.5) }],
    ['numpy', { dtype: 'float64', shape: [3], data: Float64Array.of(0, 1, 2) }],
  ])('holds %s', (key, expected) => {
    expect(plain(tree.get(key))).toEqual(expected);
  });

  it('holds transposed views, dicts and plain values', () => {
    const { shape, data } = tree.get('transposed') as FileArray;
    expect(shape).toEqual([4, 3, 2]);
    expect([...data].slice(0, 8)).toEqual([-0.5, 11.5, 3.5, 15.5, 7.5, 19.5, 0.5, 12.5]);
    expect([...(tree.get('state_dict') as Dict).keys()]).toEqual(['weight', 'bias', 'running_mean', 'running_var', 'num_batches_tracked']);
    expect([...(tree.get('ordered') as Dict).keys()]).toEqual(['z', 'a']);
    const nested = tree.get('nested') as Dict;
    expect(nested.get('list')).toEqual([1, 2.5, null, true, 'é']);
    expect(nested.get('tuple')).toEqual([1, 2]);
    expect(plain((nested.get(7) as Dict).get('__proto__')).data).toEqual(Float32Array.of(3));
    expect(tree.get('size')).toEqual([2, 3, 4]);
    expect(tree.get('epoch')).toBe(12);
  });

  it('refuses every cut', async () => {
    const bytes = await readFile(fixture(name));
    const file = join(folder, 'cut.pt');
    for (let length = 0; length < bytes.length; length += 97) {
      await writeFile(file, bytes.subarray(0, length));
      await expect(readTorch(file)).rejects.toThrow(CmgError);
    }
  });

  it('comes back from writeTorch as it was, in an archive that writes the same bytes again', async () => {
    const [once, twice] = [join(folder, 'once.pt'), join(folder, 'twice.pt')];
    await writeTorch(once, tree as TorchTree);
    const again = (await readTorch(once)) as Dict;
    await writeTorch(twice, again as TorchTree);
    expect(await readFile(twice)).toEqual(await readFile(once));
    expect([...again.keys()]).toEqual([...tree.keys()]);
    for (const key of ['float64', 'int64', 'int8', 'bool', 'scalar', 'empty', 'transposed'])
      expect(plain(again.get(key))).toEqual(plain(tree.get(key)));
    expect(plain(again.get('float16'))).toEqual({ dtype: 'float32', shape: [3], data: Float32Array.of(1, -2.5, 65504) });
    expect((again.get('nested') as Dict).get('list')).toEqual([1, 2.5, null, true, 'é']);
  });
});

describe('readTorch', () => {
  /** An archive with a list of equal tensors, or a tensor alone. */
  async function archive(tensor: string, entries: Record<string, Buffer>, times?: number): Promise<string> {
    const one = `ctorch._utils\n_rebuild_tensor_v2\n(${tensor}tR`;
    const pickle = Buffer.from(`\x80\x02${times === undefined ? one : `](${one.repeat(times)}e`}.`, 'latin1');
    const file = join(folder, 'hand.pt');
    await writeZip(
      file,
      Object.entries({ 'a/data.pkl': pickle, ...entries }).map(([name, content]): ZipContent => ({
        name,
        size: content.length,
        content: [content],
      })),
    );
    return file;
  }
  const storage = (elements: number) => `(U\x07storagectorch\nFloatStorage\nU\x010U\x03cpuK${String.fromCharCode(elements)}tQ`;

  it('shares the memory of tensors that share a storage', async () => {
    const file = await archive(`${storage(2)}K\x00K\x02\x85K\x01\x85`, { 'a/data/0': Buffer.alloc(8) }, 2);
    const [one, other] = (await readTorch(file)) as FileArray[];
    expect(one?.data.buffer).toBe(other?.data.buffer);
  });

  it('refuses code and repetition by name', async () => {
    await expect(readTorch(fixture('module.pt'))).rejects.toThrow(
      /module\/data\.pkl: .*refers to "torch\.nn\.modules\.linear\.Linear", which is not allowed/,
    );
    await expect(readTorch(fixture('expanded.pt'))).rejects.toThrow(/a tensor of shape \[1000\] repeats the 1 elements of its storage/);
  });

  it('refuses what torch.save did not write', async () => {
    const file = join(folder, 'other');
    await writeFile(file, 'hello');
    await expect(readTorch(file)).rejects.toThrow(/was not written by torch\.save/);
    await writeZip(file, [{ name: 'x', size: 1, content: [Buffer.from('x')] }]);
    await expect(readTorch(file)).rejects.toThrow(/has no data\.pkl/);
    await expect(readTorch(join(folder, 'missing.pt'))).rejects.toThrow(/missing\.pt: is missing/);
  });

  it('reads big-endian archives', async () => {
    const bytes = Buffer.alloc(8);
    bytes.writeFloatBE(1.5, 0);
    bytes.writeFloatBE(-2, 4);
    const file = await archive(`${storage(2)}K\x00K\x02\x85K\x01\x85`, { 'a/byteorder': Buffer.from('big'), 'a/data/0': bytes });
    expect(plain(await readTorch(file))).toEqual({ dtype: 'float32', shape: [2], data: Float32Array.of(1.5, -2) });
  });

  it.each([
    ['a view past its storage', `${storage(2)}K\x01K\x02\x85K\x01\x85`, /reaches past the 2 elements/],
    ['negative strides', `${storage(2)}K\x00K\x02\x85J\xff\xff\xff\xff\x85`, /an invalid offset, shape or strides/],
    ['strides of another rank', `${storage(2)}K\x00K\x02\x85)`, /an invalid offset, shape or strides/],
    ['a storage of another size', `${storage(3)}K\x00K\x02\x85K\x01\x85`, /storage '0' needs 12 bytes, it has 8/],
    ['a storage that is missing', `${storage(2).replace('U\x010', 'U\x017')}K\x00K\x02\x85K\x01\x85`, /has no entry 'a\/data\/7'/],
    ['a key that is a path', `${storage(2).replace('U\x010', 'U\x05../..')}K\x00K\x02\x85K\x01\x85`, /has no entry 'a\/data\/\.\.\/\.\.'/],
    ['an id of something else', 'K\x01Q', /refers to an external object that is not a storage/],
  ])('refuses %s', async (_, tensor, message) => {
    const read = readTorch(await archive(tensor, { 'a/data/0': Buffer.alloc(8) }));
    await expect(read).rejects.toThrow(CmgError);
    await expect(read).rejects.toThrow(message);
  });
});

describe('writeTorch', () => {
  it('leaves nothing behind where it fails', async () => {
    const target = join(folder, 'fails', 'x.pt');
    const tree = new Map<string, TorchTree>([['a', { dtype: 'uint64', shape: [1], data: BigUint64Array.of(1n) }]]);
    await expect(writeTorch(target, tree)).rejects.toThrow('PyTorch has no tensors of BigUint64Array');
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a');
      throw new CmgError('stop');
    }
    await expect(writeZip(target, [{ name: 'x', size: 2, content: failing() }])).rejects.toThrow('stop');
    expect(await readdir(join(folder, 'fails'))).toEqual([]);
  });

  it('has the entries of torch.save', async () => {
    const file = join(folder, 'entries.pt');
    await writeTorch(file, [{ shape: [2], data: Float32Array.of(1, 2) }]);
    const archive = await ZipArchive.open(file, { storedOnly: true });
    expect(archive.names).toEqual(['archive/data.pkl', 'archive/byteorder', 'archive/data/0', 'archive/version']);
    expect(Buffer.from(await archive.read('archive/version')).toString()).toBe('3\n');
    archive.close();
  });
});
