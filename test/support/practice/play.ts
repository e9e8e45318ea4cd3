import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Bytes, ScriptedReply, Step } from '../scriptedReply';
import type { Exchange } from './exchange';

/** Where a reply's bytes go: through `node:http`, which frames them, or straight to the socket. */
interface Output {
  readonly head: () => void;
  /** False when the client reads too slowly; `done` is called when the bytes have left. */
  readonly write: (bytes: Bytes, done: () => void) => boolean;
  readonly end: (done: () => void) => void;
}

/** Does what a script says, until it is over or the client is gone. */
export async function play(reply: ScriptedReply, exchange: Exchange): Promise<void> {
  const { response, connection, gone } = exchange;
  // Kept at hand: `node:http` takes the socket away from a response that has ended.
  const socket = response.req.socket;
  const output = reply.rawHead === undefined ? framed(reply, response) : raw(reply.rawHead, socket);
  const isGone = new Promise<void>(resolve => gone.addEventListener('abort', () => resolve(), { once: true }));
  let sent: Promise<void> = Promise.resolve();
  let ended = false;

  async function send(bytes: Bytes): Promise<void> {
    let more = true;
    sent = new Promise(resolve => {
      more = output.write(bytes, resolve);
    });
    if (!more) await Promise.race([sent, isGone]);
  }

  async function end(): Promise<void> {
    if (ended) return;
    ended = true;
    const over = new Promise<void>(resolve => {
      output.end(() => {
        // At once: the connection's `close` may come before anything that awaits this promise.
        exchange.finish();
        resolve();
      });
    });
    await Promise.race([over, isGone]);
  }

  async function hangUp(hang: () => void): Promise<void> {
    exchange.finish();
    const closed = new Promise<void>(resolve => connection.once('close', () => resolve()));
    hang();
    await Promise.race([closed, isGone]);
  }

  async function perform(step: Step): Promise<void> {
    if ('send' in step) return send(step.send);
    if ('end' in step) return end();
    if ('head' in step) return output.head();
    // What was sent must have left before the script goes on: a reset would throw it away.
    await Promise.race([sent, isGone]);
    if ('wait' in step) return wait(step.wait, gone, isGone);
    if ('cut' in step) return hangUp(() => connection.destroySoon());
    if ('reset' in step) return hangUp(() => connection.resetAndDestroy());
    return isGone;
  }

  for (const step of reply.steps) {
    if (gone.aborted || socket.destroyed) return;
    await perform(step);
  }
  if (!gone.aborted) await end();
}

async function wait(duration: number | Promise<unknown>, gone: AbortSignal, isGone: Promise<void>): Promise<void> {
  if (typeof duration === 'number') await delay(duration, undefined, { signal: gone }).catch(() => {});
  else await Promise.race([duration, isGone]);
}

function framed({ status = 200, headers = {} }: ScriptedReply, response: ServerResponse): Output {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  return {
    head: () => response.flushHeaders(),
    write: (bytes, done) => response.write(bytes, () => done()),
    end: done => response.end(done),
  };
}

function raw(rawHead: Bytes, socket: Socket): Output {
  let begun = false;
  function head(): void {
    if (begun) return;
    begun = true;
    socket.write(rawHead);
  }
  return {
    head,
    write(bytes, done) {
      head();
      return socket.write(bytes, () => done());
    },
    end(done) {
      head();
      // Not as an argument of `end`, which is also called when the connection breaks.
      socket.once('finish', done);
      socket.end();
    },
  };
}
