import { existsSync } from 'node:fs';

export const NO_GPU = 'there is no NVIDIA GPU with its driver loaded on this machine';

/** Whether the system has an NVIDIA GPU with its driver loaded (Linux). */
export function hasNvidiaGpu() {
  return existsSync('/dev/nvidia0') || existsSync('/proc/driver/nvidia/version');
}
