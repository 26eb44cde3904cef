import { Outbox } from '../src/outbox.js';

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('Outbox', () => {
  it('sends in order, in parts, what was added while it was sending', async () => {
    const sent: number[][] = [];
    const outbox = new Outbox<number>(
      async (items) => {
        await turn();
        sent.push([...items]);
      },
      { most: 2 },
    );
    for (const item of [1, 2, 3, 4]) outbox.add(item);
    expect(await outbox.close()).toBeUndefined();
    expect(sent).toEqual([[1], [2, 3], [4]]);
  });

  it('keeps what could not be sent, waits before the next attempt, and says at the end why some is left', async () => {
    const attempts: number[][] = [];
    let failing = true;
    const send = (items: readonly number[]) => {
      attempts.push([...items]);
      return failing ? Promise.reject(new Error('away')) : Promise.resolve();
    };
    const outbox = new Outbox<number>(send, { pause: 60_000, attempts: 1 });
    outbox.add(1);
    await turn();
    outbox.add(2);
    await turn();
    expect(attempts).toEqual([[1]]);
    expect(await outbox.close()).toEqual(new Error('away'));
    failing = false;
    expect(await outbox.close()).toBeUndefined();
    expect(attempts).toEqual([[1], [1, 2], [1, 2]]);
  });
});
