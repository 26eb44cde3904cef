import { defineObserver } from '@cmg/core';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const options = z.strictObject({
  file: z.string().min(1).default('example.csv').describe("file name, in the run's folder"),
});

/** A line of numbers for each record of training: step, epoch, total loss, codes in use. A resumed run appends to its file. */
export const exampleObserver = defineObserver({
  name: 'example',
  description: 'a CSV file with a line for each record of training',
  options,
  create({ file }, { folder }) {
    const path = join(folder, file);
    return {
      async onStart({ step }) {
        if (step === 0) await writeFile(path, 'step,epoch,total,codes\n');
      },
      async onRecord({ step, epoch, total, codes }) {
        await appendFile(path, `${step},${epoch},${total},${codes.usedByAny}\n`);
      },
    };
  },
});
