#!/usr/bin/env node
/** The oldest Node that runs it; the same as `engines` of package.json. */
const [MAJOR, MINOR] = [20, 11];
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

let failed = false;

// A reader that has seen enough (`cmg transfer ... | head -1`) neither stops the work nor makes it fail: what is left to print is dropped.
// Anything else (a full disk) is a failure, told once.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (/** @type {NodeJS.ErrnoException} */ { code, message }) => {
    if (code === 'EPIPE') return;
    if (!failed && stream === process.stdout) console.error(`error: the output cannot be written: ${message}`);
    failed = true;
    process.exitCode = 1;
  });
}

if (major < MAJOR || (major === MAJOR && minor < MINOR)) {
  console.error(`error: cmg needs Node ${MAJOR}.${MINOR} or later; ${process.execPath} is ${process.version}`);
  process.exitCode = 2;
} else {
  const { main } = await import('../dist/index.js');
  process.exitCode = (await main(process.argv.slice(2))) || Number(failed);
}
