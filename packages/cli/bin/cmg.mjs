#!/usr/bin/env node
import { main } from '../dist/index.js';

// A reader that has seen enough (`cmg transfer ... | head -1`) neither stops the work nor makes it fail: what is left to print is dropped.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await main(process.argv.slice(2));
