import { spawnSync } from 'node:child_process';

/** Whether real files can be decoded on this machine. */
export const HAS_FFMPEG = spawnSync('ffmpeg', ['-version']).status === 0;
