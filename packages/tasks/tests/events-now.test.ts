import { eventsNow } from '../src/index.js';

test('of the last segment are what reaches its end, and what is said of the whole clip', () => {
  const event = (name: string, segments?: [number, number]) => ({ class: name, score: 1, ...(segments && { segments }) });
  const events = [event('clip'), event('over', [0, 2]), event('now', [2, 3]), event('still', [0, 3])];
  expect(eventsNow(events, 3).map(({ class: name }) => name)).toEqual(['clip', 'now', 'still']);
});
