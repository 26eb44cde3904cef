import { CmgError, type TrainingOutcome } from '@cmg/core';
import type { RuntimeReport } from '@cmg/runtime';
import type { DataProgress } from '../data/open-dataset.js';
import type { FromCellProcess, ToCellProcess } from './cell-messages.js';
import { type CellProgress, type CellWorker, WorkerUnavailable } from './cell-worker.js';
import type { StudyCell } from './study-cell.js';

/** A process that `fork` of `node:child_process` started, as far as cells need it. */
export interface ForkedProcess {
  readonly stderr: { on(event: 'data', listener: (text: unknown) => void): unknown } | null;
  send(message: object): unknown;
  disconnect(): void;
  on(event: 'message', listener: (message: FromCellProcess) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit' | 'close', listener: (code: number | null, signal: string | null) => void): unknown;
  off(event: 'message', listener: (message: FromCellProcess) => void): unknown;
  off(event: 'close', listener: (code: number | null, signal: string | null) => void): unknown;
}

export interface CellProcessOptions {
  /** Starts a process that calls `serveCells`, with a channel for messages and a pipe for its stderr. */
  readonly spawn: () => ForkedProcess;
  /** Told of the TensorFlow backend of each process. */
  readonly onReady?: (runtime: RuntimeReport) => void;
  readonly onDataProgress?: DataProgress;
}

/** Characters of stderr that a message about a dead process ends with. */
const TAIL = 2000;

/** Runs cells in a process of its own, which is started at the first cell, and again where it has died. */
export class CellProcess implements CellWorker {
  private child: ForkedProcess | undefined;
  private stderr = '';

  constructor(private readonly options: CellProcessOptions) {}

  async run(cell: StudyCell, signal: AbortSignal, onProgress: CellProgress): Promise<TrainingOutcome> {
    try {
      const child = this.child ?? (await this.start());
      return signal.aborted ? 'interrupted' : await this.runIn(child, cell, signal, onProgress);
    } catch (error) {
      if (signal.aborted) return 'interrupted'; // Ctrl-C in a terminal reaches both, and ends a process that is not ready
      throw error;
    }
  }

  async close(): Promise<void> {
    const { child } = this;
    if (child === undefined) return;
    await new Promise<void>((resolve) => {
      child.on('exit', () => resolve());
      child.disconnect();
    });
  }

  private async runIn(child: ForkedProcess, cell: StudyCell, signal: AbortSignal, onProgress: CellProgress): Promise<TrainingOutcome> {
    const stop = () => void child.send({ kind: 'stop' } satisfies ToCellProcess);
    signal.addEventListener('abort', stop);
    child.send({ kind: 'run', cell } satisfies ToCellProcess);
    try {
      return await this.answer(child, (message) => {
        if (message.kind === 'progress') onProgress(message.stage, message.done);
        if (message.kind === 'failed') throw new CmgError(message.message);
        return message.kind === 'done' ? message.outcome : undefined;
      });
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  private async start(): Promise<ForkedProcess> {
    const { spawn, onReady, onDataProgress } = this.options;
    const child = spawn();
    this.stderr = '';
    child.stderr?.on('data', (text) => (this.stderr = (this.stderr + String(text)).slice(-TAIL)));
    child.on('exit', () => (this.child = undefined));
    child.on('message', (message: FromCellProcess) => {
      if (message.kind === 'data') onDataProgress?.(message.reader, message.what, message.done);
    });
    child.on('error', () => undefined); // such as a message to a process that is gone: its end is told of
    this.child = child;
    try {
      onReady?.(await this.answer(child, (message) => (message.kind === 'ready' ? message.runtime : undefined)));
    } catch (cause) {
      throw new WorkerUnavailable((cause as Error).message, { cause });
    }
    return child;
  }

  /** The first answer that `read` takes. @throws CmgError where the process ends before it, or whatever `read` throws */
  private answer<Value>(child: ForkedProcess, read: (message: FromCellProcess) => Value | undefined): Promise<Value> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        child.off('message', onMessage);
        child.off('close', onClose);
      };
      const onMessage = (message: FromCellProcess) => {
        try {
          const value = read(message);
          if (value === undefined) return;
          resolve(value);
        } catch (thrown) {
          const error: unknown = thrown;
          reject(error instanceof Error ? error : new CmgError(String(error)));
        }
        settle();
      };
      const onClose = (code: number | null, signal: string | null) => {
        settle();
        const how = signal === null ? `with code ${code}` : `by ${signal}`;
        const hint = signal === 'SIGKILL' ? 'The system kills what needs too much memory: try --jobs 1.' : undefined;
        const said = this.stderr.trim();
        reject(new CmgError(`its process ended ${how}${said === '' ? '' : `:\n${said}`}`, hint === undefined ? {} : { hint }));
      };
      child.on('message', onMessage);
      child.on('close', onClose);
    });
  }
}
