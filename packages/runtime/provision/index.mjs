export { NATIVE_DEFAULTS, setNativeDefaults } from './native-defaults.mjs';
export { hasNvidiaGpu } from './nvidia.mjs';
