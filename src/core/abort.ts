/**
 * Settles as the promise does, or rejects with the reason of the abort when that comes first: for what cannot be aborted
 * itself, such as a keyring that waits for its password, a PAC file or a certificate store.
 */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
