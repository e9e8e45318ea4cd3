import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import { field } from '../../../../src/core/unknown';

/** The sockets that this process opens as a client, from now on. */
export interface ClientSockets {
  /** How many there were. */
  readonly made: () => number;
  /** How many of them are still being connected. */
  readonly connecting: () => number;
  /** How many of them are not closed yet. */
  readonly open: () => number;
  readonly stop: () => void;
}

export function watchClientSockets(): ClientSockets {
  const sockets: Socket[] = [];
  function note(message: unknown): void {
    const socket = field(message, 'socket');
    if (socket instanceof Socket) sockets.push(socket);
  }
  subscribe('net.client.socket', note);
  return {
    made: () => sockets.length,
    connecting: () => sockets.filter(({ connecting }) => connecting).length,
    open: () => sockets.filter(socket => !socket.destroyed).length,
    stop: () => unsubscribe('net.client.socket', note),
  };
}
