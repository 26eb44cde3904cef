import type { PredictedEvent } from '@cmg/core';

/** Of what a head recognises in the last T segments of a stream, the events of its last one; those of a whole clip are of all of it. */
export const eventsNow = (events: readonly PredictedEvent[], segments: number): PredictedEvent[] =>
  events.filter((event) => event.segments === undefined || event.segments[1] === segments);
