/** Default environment variables of native TensorFlow, unless set by the user; read when its library is loaded. */
const NATIVE_DEFAULTS = {
  /** Print errors only: not the available CPU instructions, nor that oneDNN is on. */
  TF_CPP_MIN_LOG_LEVEL: '2',
};

/** Writes `NATIVE_DEFAULTS` into `env`, keeping what is already there. */
export function setNativeDefaults(env) {
  for (const [name, value] of Object.entries(NATIVE_DEFAULTS)) env[name] ??= value;
}
