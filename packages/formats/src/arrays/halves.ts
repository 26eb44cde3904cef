/** IEEE 754 half precision (1 sign, 5 exponent, 10 fraction bits) to single precision; exact. */
export function halvesToFloat32(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}

/** bfloat16 is the upper half of a single-precision number. */
export function upperHalvesToFloat32(halves: Uint16Array): Float32Array {
  const bits = Uint32Array.from(halves, (half) => (half << 16) >>> 0);
  return new Float32Array(bits.buffer);
}

/** The largest finite number in half precision. */
export const LARGEST_HALF = 65504;

/** Single precision to the nearest half precision, ties to even; what is larger than {@link LARGEST_HALF} by more than rounding is infinite. */
export function float32ToHalves(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return Uint16Array.from(bits, (bit, i) => {
    const sign = (bit >>> 16) & 0x8000;
    const size = bit & 0x7fffffff;
    if (size > 0x7f800000) return sign | 0x7e00; // NaN
    if (size >= 0x477ff000) return sign | 0x7c00;
    if (size >= 0x38800000) return sign | ((size - 0x38000000 + 0xfff + ((size >>> 13) & 1)) >>> 13);
    const steps = Math.abs(values[i] as number) * 2 ** 24; // below the smallest normal number halves are equally spaced
    const below = Math.floor(steps);
    const up = steps - below > 0.5 || (steps - below === 0.5 && below % 2 === 1);
    return sign | (below + Number(up));
  });
}
