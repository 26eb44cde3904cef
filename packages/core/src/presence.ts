/** Which of T segments clips of these lengths have, row-major [N * T]: 1, or 0 after a clip's end. */
export function presence(lengths: ArrayLike<number>, segments: number): Float32Array {
  const present = new Float32Array(lengths.length * segments);
  for (let clip = 0; clip < lengths.length; clip++) present.fill(1, clip * segments, clip * segments + (lengths[clip] as number));
  return present;
}
