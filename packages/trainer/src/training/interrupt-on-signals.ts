const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** The part of `process` that tells of signals. */
export interface SignalSource {
  on(signal: (typeof SIGNALS)[number], listener: () => void): unknown;
  off(signal: (typeof SIGNALS)[number], listener: () => void): unknown;
}

/** An abort signal that Ctrl-C raises, and how to stop listening. */
export interface Interrupt {
  readonly signal: AbortSignal;
  dispose(): void;
}

/**
 * The first SIGINT or SIGTERM aborts the signal, so that training saves and stops; a second one has its usual effect and
 * ends the process at once.
 */
export function interruptOnSignals(source: SignalSource = process): Interrupt {
  const controller = new AbortController();
  const dispose = () => {
    for (const name of SIGNALS) source.off(name, interrupt);
  };
  const interrupt = () => {
    dispose();
    controller.abort();
  };
  for (const name of SIGNALS) source.on(name, interrupt);
  return { signal: controller.signal, dispose };
}
