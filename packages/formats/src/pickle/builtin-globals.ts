import { pickleGlobals } from './pickle-global.js';

const BUILTINS = ['builtins', '__builtin__'];

/** Plain Python values that old protocols encode as calls. */
export const BUILTIN_GLOBALS = pickleGlobals([
  // Protocol 2 has no opcode for bytes.
  [
    ['_codecs'],
    'encode',
    [2],
    ([text, encoding], machine) => {
      if (typeof text !== 'string' || encoding !== 'latin1' || !/^[\0-\xff]*$/.test(text)) {
        throw machine.error('_codecs.encode is only supported for latin1 text');
      }
      machine.reserve(text.length);
      return Buffer.from(text, 'latin1');
    },
  ],
  [BUILTINS, 'bytes', [0], () => new Uint8Array(0)],
  [
    ['collections'],
    'OrderedDict',
    [0, 1],
    ([pairs = []], machine) => {
      if (!Array.isArray(pairs)) throw machine.error('collections.OrderedDict takes a list of pairs');
      const dict = new Map();
      for (const pair of pairs) {
        if (!Array.isArray(pair) || pair.length !== 2) throw machine.error('collections.OrderedDict takes a list of pairs');
        machine.setItem(dict, pair[0] ?? null, pair[1] ?? null);
      }
      return dict;
    },
  ],
]);
