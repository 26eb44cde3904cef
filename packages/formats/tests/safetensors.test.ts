import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import fc from 'fast-check';
import { CmgError, type NdArray } from '@cmg/core';
import { decodeSafetensors, encodeSafetensors, readSafetensors, SafetensorsFile } from '../src/index.js';

const join = (chunks: Uint8Array[]) => new Uint8Array(Buffer.concat(chunks));
const sample: [string, NdArray][] = [
  ['a', { shape: [2, 2], data: Float32Array.of(1, -2, 3.5, 0) }],
  ['b/c', { shape: [3], data: Int32Array.of(1, 2, -3) }],
  ['d', { shape: [], data: Float64Array.of(Math.PI) }],
  ['e', { shape: [0, 4], data: new Uint8Array(0) }],
];

describe('safetensors', () => {
  it('reads back what it writes', () => {
    const { tensors, metadata } = decodeSafetensors(join(encodeSafetensors(sample, { note: 'é' })), 'x');
    expect([...tensors]).toEqual(sample);
    expect(metadata).toEqual({ note: 'é' });
  });

  it('rounds to float16 what it is told to, to the nearest and ties to even', () => {
    // 2049 and 2051 lie between halves; 2 ** -25 between 0 and the smallest; 65519 still rounds to the largest.
    const data = Float32Array.of(1 / 3, 2049, 2051, 2 ** -24, 2 ** -25, 3 * 2 ** -25, -65519, 65520, 6.1e-5, -0);
    const file = join(
      encodeSafetensors(
        [
          ['x', { shape: [10], data }],
          ['y', { shape: [1], data: Float32Array.of(1 / 3) }],
        ],
        {},
        (name) => name === 'x',
      ),
    );
    const { tensors } = decodeSafetensors(file, 'x');
    const expected = [0.333251953125, 2048, 2052, 2 ** -24, 0, 2 ** -23, -65504, Infinity, 6.097555160522461e-5, -0];
    expect([...(tensors.get('x')?.data ?? [])]).toEqual(expected);
    expect(tensors.get('y')?.data).toEqual(Float32Array.of(1 / 3));
  });

  it('reads a file written by another implementation', async () => {
    const { tensors } = await readSafetensors(`${import.meta.dirname}/../../../fixtures/official/av.safetensors`);
    expect(tensors.get('init/encoder/Cross_quantizer.embedding')?.shape).toEqual([24, 16]);
    expect(tensors.get('init/encoder/Cross_quantizer.ema_count')).toEqual({ shape: [24], data: new Float64Array(24).fill(1) });
  });

  it('leaves out what is not wanted, of whatever type it is', () => {
    const json = JSON.stringify({
      half: { dtype: 'BF16', shape: [1], data_offsets: [0, 2] },
      byte: { dtype: 'U8', shape: [1], data_offsets: [2, 3] },
    });
    const file = Uint8Array.from([
      ...new Uint8Array(BigUint64Array.of(BigInt(json.length)).buffer),
      ...new TextEncoder().encode(json),
      0,
      0,
      7,
    ]);
    expect(() => decodeSafetensors(file, 'x')).toThrow("x: tensor 'half': has element type BF16");
    expect([...decodeSafetensors(file, 'x', (name) => name === 'byte').tensors]).toEqual([
      ['byte', { shape: [1], data: Uint8Array.of(7) }],
    ]);
  });

  it('refuses tensors that share bytes, however small the file', () => {
    const data = { dtype: 'U8', shape: [4], data_offsets: [0, 4] };
    const file = (header: object) => {
      const json = Buffer.from(JSON.stringify(header));
      return Buffer.concat([new Uint8Array(BigUint64Array.of(BigInt(json.length)).buffer), json, Buffer.alloc(8)]);
    };
    expect(() => decodeSafetensors(file({ a: data, b: data }), 'x')).toThrow("x: tensor 'b': shares bytes with another tensor");
    expect(() => decodeSafetensors(file({ a: data, b: { ...data, data_offsets: [3, 7] } }), 'x')).toThrow('shares bytes');
    expect(() => decodeSafetensors(file({ a: { ...data, data_offsets: [5, 9] } }), 'x')).toThrow(
      "x: tensor 'a': has offsets 5 to 9, which are not within the 8 bytes of the file's data",
    );
    expect(() => decodeSafetensors(file({ a: null }), 'x')).toThrow("x: tensor 'a': has no valid data_offsets");
    expect(() => decodeSafetensors(file({ __metadata__: { a: 1 } }), 'x')).toThrow('its __metadata__ is not a map of texts');
    expect(decodeSafetensors(file({ b: { ...data, data_offsets: [4, 8] }, a: data }), 'x').tensors.size).toBe(2);
  });

  it('reads rows and tensors beyond 4 GiB of a file, and only those', async () => {
    const folder = await mkdtemp(joinPath(tmpdir(), 'cmg-safetensors-'));
    try {
      const path = joinPath(folder, 'large.safetensors');
      const [rows, width] = [70_000, 16_384];
      const json = Buffer.from(
        JSON.stringify({
          vectors: { dtype: 'F32', shape: [rows, width], data_offsets: [0, 4 * rows * width] },
          last: { dtype: 'I32', shape: [1], data_offsets: [4 * rows * width, 4 * rows * width + 4] },
        }),
      );
      const handle = await open(path, 'w');
      await handle.write(Buffer.concat([new Uint8Array(BigUint64Array.of(BigInt(json.length)).buffer), json]));
      const end = 8 + json.length + 4 * rows * width;
      await handle.write(new Uint8Array(Float32Array.of(0.5).buffer), 0, 4, end - 4);
      await handle.write(new Uint8Array(Int32Array.of(7).buffer), 0, 4, end);
      await handle.close();
      await SafetensorsFile.with(path, async (file) => {
        expect(file.shape('vectors')).toEqual([rows, width]);
        const { shape, data } = await file.rows('vectors', rows - 2, rows);
        expect([shape, data.length, data.at(-2), data.at(-1)]).toEqual([[2, width], 2 * width, 0, 0.5]);
        expect(await file.read('last')).toEqual({ shape: [1], data: Int32Array.of(7) });
        await expect(file.rows('vectors', rows, rows + 1)).rejects.toThrow('has rows 0 to 70000, not 70000 to 70001');
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('names the file where there is none', async () => {
    await expect(readSafetensors('/nowhere/x.safetensors')).rejects.toThrow(/^\/nowhere\/x\.safetensors: is missing/);
  });

  it('refuses any cut or changed header with a clear error', () => {
    const whole = join(encodeSafetensors(sample));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length - 1 }), (length) => {
        expect(() => decodeSafetensors(whole.slice(0, length), 'x')).toThrow(CmgError);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const broken = whole.slice();
        broken[at] = byte;
        try {
          decodeSafetensors(broken, 'x');
        } catch (error) {
          expect(error).toBeInstanceOf(CmgError);
        }
      }),
    );
  });
});
