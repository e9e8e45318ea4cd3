import type { ChatEvent, Progress } from '../../../../src/core/chat';
import { type Client, type ClientDependencies, createClient } from '../../../../src/core/client/client';
import type { RequestRecord } from '../../../../src/core/client/requestLog';
import type { Endpoint } from '../../../../src/core/endpoints/endpoints';
import { createFakeClock, type FakeClock } from '../../../support/fakeClock';
import { type PracticeServer, startPracticeServer } from '../../../support/practiceServer';
import { endpoint, FAST, TOKEN } from './clientSetup';

/** A practice server over real connections, and a client whose time is the test's. */
export interface ClockedClient {
  readonly server: PracticeServer;
  readonly client: Client;
  readonly clock: FakeClock;
  /** What the request log was told so far. */
  readonly records: readonly RequestRecord[];
  readonly openai: (more?: object) => Endpoint;
  readonly close: () => Promise<void>;
}

export async function setUpClockedClient(more: Partial<ClientDependencies> = {}): Promise<ClockedClient> {
  const server = await startPracticeServer({ token: TOKEN, pace: FAST });
  const clock = createFakeClock();
  const records: RequestRecord[] = [];
  const client = createClient({ token: async () => TOKEN, clock, log: record => records.push(record), ...more });
  return {
    server,
    client,
    clock,
    records,
    openai: setting => endpoint({ url: server.url, ...setting }),
    async close() {
      await client.close();
      await server.close();
    },
  };
}

export type Countdown = Extract<Progress, { readonly phase: 'retry' }>;

export function countdownsIn(events: readonly ChatEvent[]): readonly Countdown[] {
  return events.flatMap(event => (event.type === 'progress' && event.progress.phase === 'retry' ? event.progress : []));
}

/** Reads to the end. Time stands still while a server is asked, and moves on where a countdown waits for it. */
export async function collectThroughCountdowns(
  events: AsyncIterable<ChatEvent>,
  clock: FakeClock,
  into: ChatEvent[] = [],
): Promise<ChatEvent[]> {
  for await (const event of events) {
    into.push(event);
    if (countdownsIn([event]).length > 0) void clock.advanceToNext();
  }
  return into;
}
