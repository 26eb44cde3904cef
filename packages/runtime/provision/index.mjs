/** Provisioning of native TensorFlow, in plain JavaScript: it has to run before anything is built. */
export { cacheRoot } from './cache-root.mjs';
export { restoreLegacyUtil } from './legacy-util.mjs';
export { setNativeDefaults } from './native-defaults.mjs';
export { loadNative } from './native-package.mjs';
export { hasNvidiaGpu } from './nvidia.mjs';
export { provisionNative } from './provision-native.mjs';
