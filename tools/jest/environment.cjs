const { TestEnvironment } = require('jest-environment-node');

/** Typed arrays that native TensorFlow makes belong to Node's realm; tests must see the same classes. */
const SHARED = [
  'ArrayBuffer',
  'SharedArrayBuffer',
  'Float32Array',
  'Float64Array',
  'Int8Array',
  'Int16Array',
  'Int32Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Uint16Array',
  'Uint32Array',
  'BigInt64Array',
  'BigUint64Array',
  'DataView',
];

module.exports = class RealmEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const name of SHARED) this.global[name] = globalThis[name];
  }

  /** The tests see a copy of the environment variables; native TensorFlow reads the real ones. */
  async setup() {
    await super.setup();
    const { setNativeDefaults } = await import('../../packages/runtime/provision/native-defaults.mjs');
    setNativeDefaults(process.env);
  }
};
