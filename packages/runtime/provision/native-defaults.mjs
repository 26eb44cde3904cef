/** What the environment of native TensorFlow is set to where the user did not set it; read when its library is loaded. */
export const NATIVE_DEFAULTS = {
  /** Print errors only: neither which CPU instructions there are nor that oneDNN is on. */
  TF_CPP_MIN_LOG_LEVEL: '2',
};

/** Writes `NATIVE_DEFAULTS` into `env`, keeping what is already there. */
export function setNativeDefaults(env) {
  for (const [name, value] of Object.entries(NATIVE_DEFAULTS)) env[name] ??= value;
}
