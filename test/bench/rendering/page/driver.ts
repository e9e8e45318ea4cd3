// Runs in the page: hands the tokens out and notes what the page makes of them.

/** What was noted in the page during one run. */
export interface Noted {
  /** Milliseconds from the first token to the frame after the last one. */
  readonly duration: number;
  readonly longestCallback: number;
  /** Frames that should have come and did not, of a hundred. */
  readonly droppedFrames: number;
  /** Milliseconds from key presses to the frames after them. */
  readonly typing: readonly number[];
}

export interface Run {
  readonly text: string;
  /** Characters of a delta. */
  readonly deltaLength: number;
  /** Deltas of a second; absent for as fast as they come. */
  readonly rate?: number;
}

export interface Sink {
  append(delta: string): void;
}

const frameLength = 1000 / 60;

let longest = 0;

/** Calls a function and remembers the longest call. */
export function noting<Arguments extends readonly unknown[]>(
  run: (...values: Arguments) => void,
): (...values: Arguments) => void {
  return (...values) => {
    const start = performance.now();
    run(...values);
    longest = Math.max(longest, performance.now() - start);
  };
}

/** From here on every callback of the page is watched. */
export function watchCallbacks(): void {
  const { requestAnimationFrame: frame, requestIdleCallback: idle } = window;
  window.requestAnimationFrame = callback => frame.call(window, noting(callback));
  window.requestIdleCallback = (callback, options) => idle.call(window, noting(callback), options);
  for (const name of ['ResizeObserver', 'IntersectionObserver'] as const) {
    const Original = window[name];
    Reflect.set(
      window,
      name,
      class extends Original {
        constructor(callback: () => void, ...rest: never[]) {
          super(noting(callback), ...rest);
        }
      },
    );
  }
}

export function takeLongest(): number {
  const taken = longest;
  longest = 0;
  return taken;
}

const nextFrame = (): Promise<number> => new Promise(resolve => requestAnimationFrame(resolve));

/** Counts the frames that are late, until it is stopped. */
function countFrames(): () => number {
  let [shown, missed, last, isRunning] = [0, 0, performance.now(), true];
  const count = (): void => {
    const now = performance.now();
    shown++;
    missed += Math.max(0, Math.round((now - last) / frameLength) - 1);
    last = now;
    if (isRunning) requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
  return () => {
    isRunning = false;
    return (100 * missed) / (shown + missed);
  };
}

/** Notes how long after a key press the frame with its effect is done. */
function noteTyping(): number[] {
  const delays: number[] = [];
  const channel = new MessageChannel();
  let pressed = 0;
  channel.port1.onmessage = () => delays.push(performance.now() - pressed);
  document.addEventListener('keydown', event => {
    pressed = event.timeStamp;
    requestAnimationFrame(() => channel.port2.postMessage(undefined));
  });
  return delays;
}

/** Gives all the text to the sink, at the rate or as fast as frames allow. */
export async function drive(sink: Sink, { text, deltaLength, rate }: Run): Promise<Noted> {
  await nextFrame();
  takeLongest();
  const typing = noteTyping();
  const stopCounting = countFrames();
  const start = performance.now();
  const elapsed = (): number => (performance.now() - start) / 1000;
  let position = 0;
  const give = noting((until: number) => {
    for (; position < until && position < text.length; position += deltaLength) {
      sink.append(text.slice(position, position + deltaLength));
    }
  });
  // In the timer's own callback: what runs after an `await` is no script in the browser's books.
  await new Promise<void>(resolve => {
    const tick = (): void => {
      // As fast as they come: a hundred at a time leaves the browser free to make frames between them.
      const due = rate === undefined ? position + 100 * deltaLength : elapsed() * rate * deltaLength;
      give(due);
      if (position < text.length) setTimeout(tick, rate === undefined ? 0 : 1000 / Math.min(rate, 250));
      else resolve();
    };
    setTimeout(tick);
  });
  await nextFrame();
  await nextFrame();
  const duration = performance.now() - start;
  return { duration, longestCallback: takeLongest(), droppedFrames: stopCounting(), typing };
}
