import fc from 'fast-check';
import { CmgError, type NdArray } from '@cmg/core';
import { decodeSafetensors, encodeSafetensors, readSafetensors } from '../src/index.js';

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

  it('reads a file written by another implementation', async () => {
    const { tensors } = await readSafetensors(`${import.meta.dirname}/../../../fixtures/official/av.safetensors`);
    expect(tensors.get('init/encoder/Cross_quantizer.embedding')?.shape).toEqual([24, 16]);
    expect(tensors.get('init/encoder/Cross_quantizer.ema_count')).toEqual({ shape: [24], data: new Float64Array(24).fill(1) });
  });

  it('leaves out what is not wanted, of whatever type it is', () => {
    const json = JSON.stringify({
      half: { dtype: 'F16', shape: [1], data_offsets: [0, 2] },
      byte: { dtype: 'U8', shape: [1], data_offsets: [2, 3] },
    });
    const file = Uint8Array.from([
      ...new Uint8Array(BigUint64Array.of(BigInt(json.length)).buffer),
      ...new TextEncoder().encode(json),
      0,
      0,
      7,
    ]);
    expect(() => decodeSafetensors(file, 'x')).toThrow("x: tensor 'half': has element type F16");
    expect([...decodeSafetensors(file, 'x', (name) => name === 'byte').tensors]).toEqual([
      ['byte', { shape: [1], data: Uint8Array.of(7) }],
    ]);
  });

  it('names the file where there is none', async () => {
    await expect(readSafetensors('/nowhere/x.safetensors')).rejects.toThrow(/^\/nowhere\/x\.safetensors: cannot be read/);
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
