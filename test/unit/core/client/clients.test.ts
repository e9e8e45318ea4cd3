import assert from 'node:assert/strict';
import { createClients } from '../../../../src/core/client/clients';
import { startPracticeServer } from '../../../support/practiceServer';
import { ask, collect, endpoint, FAST, never, TOKEN } from './clientSetup';

describe('a client for what is not saved yet', () => {
  it('tells the log what it asks, and nobody else', async () => {
    const server = await startPracticeServer({ token: TOKEN, pace: FAST });
    const told: string[] = [];
    const clients = createClients({
      token: async () => TOKEN,
      tokenOrigins: { of: () => undefined, note: () => void told.push('origin') },
      log: () => void told.push('log'),
      onRequest: () => void told.push('request'),
      onModels: () => void told.push('models'),
      traced: client => client,
    });
    const target = endpoint({ url: server.url });
    const tried = await clients.trying({ token: TOKEN, plainHttp: false });
    await tried.models(target, never);
    await collect(tried.chat(target, ask('Hello'), never));
    await tried.close();
    assert.deepEqual(told.splice(0), ['log', 'log']);
    // What is saved tells all of them.
    const shared = await clients.shared();
    await shared.models(target, never);
    await clients.close();
    assert.deepEqual(told.toSorted(), ['log', 'models', 'origin', 'request']);
    await server.close();
  });
});
