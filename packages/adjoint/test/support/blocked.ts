/** @file For how long the thread of a page is held up. */

/** Starts to watch; the function that it gives ends that, and tells the longest time between two turns of the event loop. */
export function watchBlocking(): () => number {
  const { port1, port2 } = new MessageChannel();
  let longestMs = 0;
  let lastMs = performance.now();
  const note = (): void => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - lastMs);
    lastMs = nowMs;
  };
  port1.onmessage = () => {
    note();
    port2.postMessage(undefined);
  };
  port2.postMessage(undefined);
  return () => {
    note();
    port1.close();
    return longestMs;
  };
}
