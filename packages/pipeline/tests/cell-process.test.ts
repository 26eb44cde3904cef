import { EventEmitter } from 'node:events';
import { CellProcess, type ForkedProcess, type StudyCell, WorkerUnavailable } from '../src/index.js';

/** Stands in for a process: tests say what it answers. */
class FakeProcess extends EventEmitter {
  readonly sent: object[] = [];
  readonly stderr = new EventEmitter();

  send(message: object): void {
    this.sent.push(message);
    this.emit('sent');
  }

  disconnect(): void {
    this.end(0, null);
  }

  end(code: number | null, signal: string | null): void {
    this.emit('exit', code, signal);
    this.emit('close', code, signal);
  }
}

const cell = { seed: 0 } as StudyCell;
const READY = { kind: 'ready', runtime: { backend: 'native' } };
const running = new AbortController().signal;

function started() {
  const processes: FakeProcess[] = [];
  const ready: string[] = [];
  const worker = new CellProcess({
    spawn: () => {
      processes.push(new FakeProcess());
      return processes.at(-1) as unknown as ForkedProcess;
    },
    onReady: ({ backend }) => ready.push(backend),
  });
  return { worker, processes, ready };
}

/** Runs a cell in a process that is ready, as far as being sent it. */
async function sentCell(signal = running, progress: string[] = []) {
  const all = started();
  const outcome = all.worker.run(cell, signal, (stage, done) => progress.push(`${stage} ${done}`));
  const child = all.processes[0] as FakeProcess;
  const sent = new Promise((resolve) => child.once('sent', resolve));
  child.emit('message', READY);
  await sent;
  return { ...all, child, outcome };
}

test('one process runs one cell after another, and tells of its progress', async () => {
  const progress: string[] = [];
  const { worker, processes, ready, child, outcome } = await sentCell(running, progress);
  child.emit('message', { kind: 'progress', stage: 'step 1/2', done: 0.5 });
  child.emit('message', { kind: 'done', outcome: 'finished' });
  expect(await outcome).toBe('finished');
  const second = worker.run(cell, running, () => undefined);
  child.emit('message', { kind: 'failed', message: 'no such luck' });
  await expect(second).rejects.toThrow('no such luck');
  expect({ progress, ready, count: processes.length, sent: child.sent }).toEqual({
    progress: ['step 1/2 0.5'],
    ready: ['native'],
    count: 1,
    sent: [
      { kind: 'run', cell },
      { kind: 'run', cell },
    ],
  });
  await worker.close();
});

test('a process that dies fails its cell with what it said, and another takes the next', async () => {
  const { worker, processes, child, outcome } = await sentCell();
  child.stderr.emit('data', 'terminate called\n');
  child.end(null, 'SIGKILL');
  await expect(outcome).rejects.toThrow(
    'its process ended by SIGKILL:\nterminate called\n  The system kills what needs too much memory: try --jobs 1.',
  );
  const next = worker.run(cell, running, () => undefined);
  processes[1]?.emit('message', READY);
  await new Promise(setImmediate);
  processes[1]?.emit('message', { kind: 'done', outcome: 'finished' });
  expect(await next).toBe('finished');
});

test('where no process gets ready, no cell can be run', async () => {
  const { worker, processes } = started();
  const outcome = worker.run(cell, running, () => undefined);
  processes[0]?.stderr.emit('data', 'no TensorFlow');
  processes[0]?.end(1, null);
  await expect(outcome).rejects.toThrow(WorkerUnavailable);
});

test('an interrupt is passed on, and a process that it ends is no failure', async () => {
  const stop = new AbortController();
  const { child, outcome } = await sentCell(stop.signal);
  stop.abort();
  expect(child.sent.at(-1)).toEqual({ kind: 'stop' });
  child.emit('message', { kind: 'done', outcome: 'interrupted' });
  expect(await outcome).toBe('interrupted');
  const { worker, processes } = started();
  const early = new AbortController();
  const begun = worker.run(cell, early.signal, () => undefined);
  early.abort();
  processes[0]?.end(null, 'SIGINT');
  expect(await begun).toBe('interrupted');
});
