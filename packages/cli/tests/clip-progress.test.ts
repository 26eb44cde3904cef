import { ClipProgress } from '../src/clip-progress.js';

function progressOn(isTTY: boolean) {
  let written = '';
  let milliseconds = 0;
  const progress = new ClipProgress({ isTTY, columns: 80, write: (text) => (written += text) }, () => milliseconds);
  const update = (extracted: number, after: number, failed: string[] = [], doubtful: string[] = []) => {
    milliseconds += after;
    const remarks = (ids: string[], reason: string) => ids.map((id) => ({ id, reason }));
    progress.update({ extracted, kept: 1, failed: remarks(failed, 'is damaged'), doubtful: remarks(doubtful, 'is short') }, 4);
  };
  return { progress, update, take: () => [written, (written = '')][0] };
}

describe('ClipProgress', () => {
  it('writes a line a minute where nobody looks, failures and doubts at once', () => {
    const { update, take } = progressOn(false);
    update(1, 59_999);
    expect(take()).toBe('');
    update(1, 1, ['x']);
    expect(take()).toBe("left out 'x': is damaged\nclips 3/4  kept 1  left out 1  left 1:00\n");
    update(2, 10, ['x'], ['y\n\x1b[2J']);
    expect(take()).toBe("doubtful: 'y\\u000a\\u001b[2J': is short\n");
    update(2, 10, ['x'], ['y\n\x1b[2J']);
    expect(take()).toBe('');
  });

  it('draws one line again and again on a terminal', () => {
    const { progress, update, take } = progressOn(true);
    update(1, 100);
    expect(take()).toBe('\r\x1b[K[==========          ]  clips 2/4  kept 1  left out 0  left 0:00');
    update(2, 50);
    expect(take()).toBe('');
    progress.end();
    expect(take()).toBe('\r\x1b[K');
  });
});
