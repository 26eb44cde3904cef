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
