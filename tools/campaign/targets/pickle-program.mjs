const OPCODES = [...'(01.2}])NltdaseouRbQ\x85\x86\x87\x88\x89\x94\x93'];
const NAMES = [
  ['numpy', 'ndarray'],
  ['numpy', 'dtype'],
  ['numpy.core.multiarray', '_reconstruct'],
  ['numpy.core.multiarray', 'scalar'],
  ['numpy.core.numeric', '_frombuffer'],
  ['collections', 'OrderedDict'],
  ['_codecs', 'encode'],
  ['__builtin__', 'bytes'],
  ['torch._utils', '_rebuild_tensor_v2'],
  ['torch', 'FloatStorage'],
  ['os', 'system'],
  ['__builtin__', 'eval'],
  ['__proto__', 'x'],
];
const VALUES = ['U\x02f4', 'U\x01b', 'U\x01C', 'X\x06\0\0\0latin1', 'X\x09\0\0\0__proto__', 'C\x04\0\0\x80?', 'K\x01', 'J\xff\xff\xff\xff'];

/**
 * Opcodes in any order: what makes something of nothing, calls and references among them.
 *
 * @param {import('@cmg/core').Random} random
 */
export function pickleProgram(random) {
  const part = () => {
    switch (random.integer(0, 4)) {
      case 0:
        return `c${random.pick(NAMES).join('\n')}\n`;
      case 1:
        return random.pick(VALUES);
      case 2:
        return random.pick('qh'.split('')) + String.fromCharCode(random.integer(0, 4));
      default:
        return random.pick(OPCODES);
    }
  };
  return Buffer.from(`\x80\x04${Array.from({ length: random.integer(2, 50) }, part).join('')}.`, 'latin1');
}
