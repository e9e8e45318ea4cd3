import { systemClock } from '../../src/core/clock';
import { createFiles, type Files } from '../../src/core/store/files';

/** The files of one window, which stands still before any call that a test says. */
export interface SteppedFiles {
  readonly files: Files;
  /** Lets it go on until before this call, the first being 1: resolves when it stands there, or to true when `work` is done. */
  runUntil(call: number, work: () => Promise<unknown>): Promise<boolean>;
}

/** What `work` gives is begun with the first `runUntil`, and goes on with the next ones. */
export function createSteppedFiles(): SteppedFiles {
  let calls = 0;
  let stopsBefore = 0;
  let goOn = (): void => undefined;
  let stands = (): void => undefined;
  async function step(): Promise<void> {
    calls++;
    if (calls !== stopsBefore) return;
    await new Promise<void>(resolve => {
      goOn = resolve;
      stands();
    });
  }
  const files = new Proxy(createFiles({ clock: systemClock }), {
    get: (target, name) => {
      const call: unknown = Reflect.get(target, name);
      if (typeof call !== 'function') return call;
      return async (...parameters: readonly unknown[]): Promise<unknown> => {
        await step();
        return Reflect.apply(call, target, parameters);
      };
    },
  });
  return {
    files,
    runUntil(call, work) {
      stopsBefore = call;
      const stopped = new Promise<boolean>(resolve => {
        stands = () => resolve(false);
      });
      goOn();
      return Promise.race([stopped, work().then(() => true)]);
    },
  };
}
