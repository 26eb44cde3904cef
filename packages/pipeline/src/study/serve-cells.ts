import { CmgError } from '@cmg/core';
import type { RuntimeReport } from '@cmg/runtime';
import { runtimeEnvironment } from '../report/report-data.js';
import type { FromCellProcess, ToCellProcess } from './cell-messages.js';
import { LocalWorker } from './local-worker.js';
import type { StudyCell } from './study-cell.js';

/**
 * Runs the cells that the parent process sends, until it hangs up: the other end of `CellProcess`. If the parent is gone this process
 * ends at once; what is trained since the last checkpoint is trained again later.
 *
 * @param runtime the TensorFlow backend, which is open
 */
export function serveCells(runtime: RuntimeReport): Promise<never> {
  const send = (message: FromCellProcess) => void process.send?.(message);
  const worker = new LocalWorker({
    environment: runtimeEnvironment(runtime),
    onDataProgress: (reader, what, done) => send({ kind: 'data', reader, what, done }),
  });
  let stop = new AbortController();
  const run = async (cell: StudyCell): Promise<FromCellProcess> => {
    stop = new AbortController();
    try {
      return { kind: 'done', outcome: await worker.run(cell, stop.signal, (stage, done) => send({ kind: 'progress', stage, done })) };
    } catch (error) {
      const { message, stack = message } = error as Error;
      return { kind: 'failed', message: error instanceof CmgError ? message : stack };
    }
  };
  process.on('SIGINT', () => undefined); // of a terminal, which reaches the parent too: it says stop
  process.on('disconnect', () => process.exit());
  process.on('message', (message: ToCellProcess) => {
    if (message.kind === 'stop') stop.abort();
    else void run(message.cell).then(send);
  });
  send({ kind: 'ready', runtime });
  return new Promise<never>(() => undefined);
}
