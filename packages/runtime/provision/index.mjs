/** Provisioning of native TensorFlow, in plain JavaScript: it has to run before anything is built. */
export { cacheRoot } from './cache-root.mjs';
export { restoreLegacyUtil } from './legacy-util.mjs';
export { setNativeDefaults } from './native-defaults.mjs';
export { loadNative } from './native-package.mjs';
export { hasNvidiaGpu, NO_GPU } from './nvidia.mjs';
export { planNative } from './plan-native.mjs';
export { provisionNative } from './provision-native.mjs';
