import { existsSync } from 'node:fs';

/** Whether the system has an NVIDIA GPU with its driver loaded (Linux). */
export function hasNvidiaGpu() {
  return existsSync('/dev/nvidia0') || existsSync('/proc/driver/nvidia/version');
}
