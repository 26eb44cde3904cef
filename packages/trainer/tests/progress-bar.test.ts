import { ProgressBar, type ProgressStream } from '../src/index.js';
import { record, start } from './support/record.js';

function shown(isTTY: boolean, columns = 200) {
  const written: string[] = [];
  let time = 0;
  const stream: ProgressStream = { isTTY, columns, write: (text) => written.push(text) };
  const bar = new ProgressBar(stream, () => time);
  return { bar, written, wait: (ms: number) => (time += ms) };
}

describe('ProgressBar', () => {
  it('draws one line again and again on a terminal', () => {
    const { bar, written, wait } = shown(true);
    bar.onStart(start());
    wait(1000);
    bar.onRecord(record(10));
    bar.onStep({ step: 10, epoch: 1 });
    wait(10);
    bar.onStep({ step: 11, epoch: 1 });
    expect(written).toEqual([
      '\r\x1b[Kepoch 1/2  [==                  ]  step 10/100  left 0:09  123 clips/s  loss 1.250  codes sound 5, sight 4, shared 3 of 8  reconstruction 0.750  commitment 0.500',
    ]);
  });

  it('says that a finished run is trained already', () => {
    const { bar, written } = shown(false);
    bar.onStart(start(100));
    expect(written).toEqual(['trained already\n']);
  });

  it('never draws wider than the terminal', () => {
    const { bar, written, wait } = shown(true, 30);
    bar.onStart(start());
    wait(1000);
    bar.onStep({ step: 1, epoch: 1 });
    expect(written).toEqual(['\r\x1b[Kepoch 1/2  [                 ']);
  });

  it('writes one plain line a minute, and at the end of an epoch, elsewhere', () => {
    const { bar, written, wait } = shown(false);
    bar.onStart(start(40));
    for (let step = 41; step <= 49; step++) {
      wait(20_000);
      bar.onStep({ step, epoch: 1 });
    }
    expect(written.shift()).toBe('going on after step 40\n');
    expect(written.map((line) => line.slice(0, 24))).toEqual([
      'epoch 1/2  step 43/100  ',
      'epoch 1/2  step 46/100  ',
      'epoch 1/2  step 49/100  ',
    ]);
    expect(written[2]).toContain('left 17:00');
    wait(1);
    bar.onEpoch({ step: 50, epoch: 1 });
    bar.onEnd('finished');
    expect(written.length).toBe(4);
    expect(written.every((line) => line.endsWith('\n') && !line.includes('\x1b'))).toBe(true);
  });

  it('leaves the line whole when a run is interrupted', () => {
    const { bar, written, wait } = shown(true);
    bar.onStart(start());
    wait(1);
    bar.onStep({ step: 1, epoch: 1 });
    bar.onEnd('interrupted');
    expect(written.at(-1)).toBe('\n');
  });
});
