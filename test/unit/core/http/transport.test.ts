import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import dns, { type LookupAddress } from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import { field } from '../../../../src/core/unknown';
import { LOOPBACK } from '../../../support/listening';
import { sse } from '../../../support/scriptedReply';
import { ask, EVENT_STREAM, endpoint, failureOf, never } from '../client/clientSetup';
import { answerOf, type Lab, openLab } from './lab';

/** What has an address of its own here, and is none of this machine’s by its name. */
const NAME = 'chat.example.test';

type Answer = (error: Error | null, addresses: LookupAddress[]) => void;

describe('VS Code’s fetch, where it is the only way', () => {
  const { lookup } = dns;
  let lab: Lab;

  /** From now on every name leads there, or nowhere. */
  function everyNameLeadsTo(address?: string): void {
    Reflect.set(dns, 'lookup', (_name: string, _options: object, answer: Answer) => {
      if (address === undefined) answer(Object.assign(new Error('unknown'), { code: 'ENOTFOUND' }), []);
      else answer(null, [{ address, family: 4 }]);
    });
    syncBuiltinESMExports();
  }

  beforeEach(async () => {
    lab = await openLab();
  });
  afterEach(async () => {
    dns.lookup = lookup;
    syncBuiltinESMExports();
    await lab.close();
  });

  it('is not asked for an address that is forbidden, even when it is the known way to that name (S6)', async () => {
    let asked = 0;
    const client = lab.client({
      network: () => lab.settings(),
      hostFetch: async () => {
        asked++;
        const events = sse({ choices: [{ delta: { content: 'found' }, finish_reason: 'stop' }] });
        return new Response(events, { headers: EVENT_STREAM });
      },
    });
    everyNameLeadsTo();
    for (const times of [1, 2]) {
      assert.equal(await answerOf(client, `https://${NAME}`), 'found');
      assert.equal(asked, times);
    }
    everyNameLeadsTo('169.254.169.254');
    const { details } = await failureOf(client.chat(endpoint({ url: `https://${NAME}` }), ask('hi'), never));
    assert.deepEqual([details.kind, details.code], ['config', 'FORBIDDEN_ADDRESS']);
    assert.equal(asked, 2);
  });

  for (const code of ['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']) {
    it(`is not asked again for a question that was sent when the network went away (${code})`, async () => {
      const server = await lab.plainOrigin();
      server.script({ steps: [{ stall: true }] });
      everyNameLeadsTo(LOOPBACK);
      let socket: Socket | undefined;
      const note = (message: unknown): void => {
        const made = field(message, 'socket');
        if (made instanceof Socket) socket = made;
      };
      subscribe('net.client.socket', note);
      let asked = 0;
      const hostFetch = async (): Promise<Response> => {
        asked++;
        return Response.json({});
      };
      const client = lab.client({ network: () => lab.settings(), hostFetch });
      const url = `http://${NAME}:${new URL(server.url).port}`;
      const failing = failureOf(client.chat(endpoint({ url }), ask('hi'), never));
      await server.nextRequest();
      unsubscribe('net.client.socket', note);
      socket?.destroy(Object.assign(new Error(`read ${code}`), { code, syscall: 'read' }));
      const { details } = await failing;
      assert.deepEqual([details.kind, details.code], ['network', code]);
      assert.notEqual(details.fault, 'unreachable');
      assert.deepEqual([server.requests.length, asked], [1, 0]);
    });
  }
});
