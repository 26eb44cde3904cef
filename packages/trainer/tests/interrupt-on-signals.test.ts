import { EventEmitter } from 'node:events';
import { interruptOnSignals } from '../src/index.js';

describe('interruptOnSignals', () => {
  it.each(['SIGINT', 'SIGTERM'])('aborts at the first %s and leaves the second to its usual effect', (name) => {
    const source = new EventEmitter();
    const { signal } = interruptOnSignals(source);
    expect(signal.aborted).toBe(false);
    expect(source.emit(name)).toBe(true);
    expect(signal.aborted).toBe(true);
    expect(source.emit(name)).toBe(false);
    expect(source.eventNames()).toEqual([]);
  });

  it('stops listening when disposed', () => {
    const source = new EventEmitter();
    const { signal, dispose } = interruptOnSignals(source);
    dispose();
    expect(source.emit('SIGINT')).toBe(false);
    expect(signal.aborted).toBe(false);
  });
});
