const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
export type StopSignal = (typeof signals)[number];

/** Requests to stop. A group signal reaches us once from its sender and again from whoever forwards it: all are one request. */
export interface StopSignals {
  readonly received: StopSignal | undefined;
  onRequest(listener: (signal: StopSignal) => void): void;
  dispose(): void;
}

export function watchStopSignals(): StopSignals {
  let received: StopSignal | undefined;
  let listener: ((signal: StopSignal) => void) | undefined;
  const handle = (signal: StopSignal): void => {
    if (received !== undefined) return;
    received = signal;
    listener?.(signal);
  };
  for (const signal of signals) process.on(signal, handle);
  return {
    get received() {
      return received;
    },
    onRequest(given) {
      listener = given;
      if (received !== undefined) given(received);
    },
    dispose() {
      for (const signal of signals) process.off(signal, handle);
    },
  };
}
