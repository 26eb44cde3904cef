import { chmod, writeFile } from 'node:fs/promises';

/** Makes a program that stands for ffmpeg: `body` is JavaScript that sees the arguments as `args`. */
export async function fakeFfmpeg(file: string, body: string): Promise<void> {
  await writeFile(file, `#!${process.execPath}\nconst args = process.argv.slice(2);\n${body}\n`);
  await chmod(file, 0o755);
}
