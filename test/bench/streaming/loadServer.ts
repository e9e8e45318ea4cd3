// The process that all clients read from. Bare sockets and buffers that are made beforehand: it must never be what is slow.
import { createServer, type Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { parseJson, stringField } from '../../../src/core/unknown';
import { httpChunk, recordedStream } from './recordedStream';
import { type Pace, type Workload, workloadOf } from './workload';

/** Events in one write where the workload does not say otherwise: about 64 kB. */
const EVENTS_PER_WRITE = 256;
/** Events that are written one by one before the server looks whether the client is still there. */
const EVENTS_PER_TURN = 64;

const { opening, deltas, closing } = recordedStream();
/** Each delta as a server writes it that writes one at a time. */
const singles = deltas.map(httpChunk);

function cycled(buffers: readonly Buffer[], index: number): Buffer {
  return buffers[index % buffers.length] ?? Buffer.alloc(0);
}

type Make = (event: Buffer, index: number) => Buffer;

const same: Make = event => event;

const varied: Make = (event, index) =>
  Buffer.from(event.toString().replace('{', `{"obfuscation":"${index.toString(36).padStart(4, 'x')}",`));

/** Events in one HTTP chunk, as proxies join them. */
function manyInOne(count: number, make: Make = same): Buffer {
  return httpChunk(Buffer.concat(Array.from({ length: count }, (_, index) => make(cycled(deltas, index), index))));
}

const block = manyInOne(EVENTS_PER_WRITE);
const variedBlock = manyInOne(EVENTS_PER_WRITE, varied);

/** Writes so many events, hundreds at a time. */
async function burst(socket: Socket, events: number, full: Buffer, make: Make = same): Promise<void> {
  const next = (left: number): Buffer => (left >= EVENTS_PER_WRITE ? full : manyInOne(left, make));
  await send(socket, Buffer.concat([opening, next(events)]));
  for (let left = events - EVENTS_PER_WRITE; left > 0 && !socket.destroyed; left -= EVENTS_PER_WRITE) {
    await send(socket, next(left));
  }
}

/** Resolves once the kernel has all of it, so that no two writes are joined on this side; undefined where it has it already. */
function send(socket: Socket, bytes: Buffer): Promise<void> | undefined {
  let settle: (() => void) | undefined;
  socket.write(bytes, () => settle?.());
  if (socket.writableLength === 0) return undefined;
  return new Promise(resolve => {
    settle = resolve;
  });
}

const senders: Readonly<Record<Pace, (socket: Socket, amount: number) => Promise<void>>> = {
  burst: (socket, events) => burst(socket, events, block),
  varied: (socket, events) => burst(socket, events, variedBlock, varied),
  async single(socket, events) {
    await send(socket, opening);
    for (let index = 0; index < events && !socket.destroyed; index++) {
      await send(socket, cycled(singles, index));
      if (index % EVENTS_PER_TURN === 0) await nextTurn();
    }
  },
  async paced(socket, events) {
    await send(socket, opening);
    for (let index = 0; index < events && !socket.destroyed; index++) {
      await pause(1);
      await send(socket, cycled(singles, index));
    }
  },
  async flood(socket, milliseconds) {
    const end = performance.now() + milliseconds;
    await send(socket, opening);
    while (performance.now() < end && !socket.destroyed) await send(socket, block);
  },
};

async function answer(socket: Socket, { pace, amount }: Workload): Promise<void> {
  await senders[pace](socket, amount);
  if (!socket.destroyed) await send(socket, closing);
}

/** Answers the requests of one connection, which come one after the other and have a `Content-Length`. */
function serve(socket: Socket): void {
  let received = Buffer.alloc(0);
  socket.setNoDelay(true);
  // A client that goes away has its reasons.
  socket.on('error', () => {});
  socket.on('data', bytes => {
    received = Buffer.concat([received, bytes]);
    const headEnd = received.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = received.toString('latin1', 0, headEnd);
    const bodyEnd = headEnd + 4 + Number(/^content-length: *(\d+)/im.exec(head)?.[1]);
    if (received.length < bodyEnd) return;
    const body = received.toString('utf8', headEnd + 4, bodyEnd);
    received = received.subarray(bodyEnd);
    const workload = workloadOf(stringField(parseJson(body), 'model') ?? '');
    void answer(socket, workload).then(() => {
      if (/^connection: *close/im.test(head)) socket.end();
    });
  });
}

const server = createServer(serve);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The load server has no port.');
  console.log(address.port);
});
