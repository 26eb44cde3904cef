import { spawnSync } from 'node:child_process';

/** Whether ffmpeg is available on this machine. */
export const HAS_FFMPEG = spawnSync('ffmpeg', ['-version']).status === 0;
