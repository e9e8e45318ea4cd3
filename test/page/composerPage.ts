// A page with its composer, for the tests of what happens there.
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { parseToHost } from '../../src/core/page/intents';
import type { ToHost, ToPage } from '../../src/shared/protocol';
import { stateOf } from './fixtures';
import { type Chat, type ChatPage, type PageOptions, startChat } from './harness';

export interface ComposerPage {
  readonly chat: () => ChatPage;
  readonly box: () => Locator;
  readonly open: (options?: PageOptions, first?: ToPage) => Promise<void>;
  /** What was posted of these kinds. */
  readonly posted: (...types: readonly ToHost['type'][]) => Promise<readonly ToHost[]>;
  readonly button: (name: string) => Locator;
}

/** Opens a page before each test of a `describe`. Afterwards nothing on its console, and nothing that the host would refuse. */
export function holdComposer(): ComposerPage {
  let server: Chat;
  let chat: ChatPage;

  async function open(options: PageOptions = {}, first: ToPage = stateOf([])): Promise<void> {
    await chat?.close();
    chat = await server.open(options);
    await chat.tell(first);
  }

  before(async () => {
    server = await startChat();
  });
  beforeEach(() => open());
  afterEach(async () => {
    assert.deepEqual(chat.problems, []);
    for (const intent of await chat.posted()) assert.deepEqual(parseToHost(intent), intent);
    await chat.close();
  });
  after(() => server.stop());
  return {
    chat: () => chat,
    box: () => chat.page.getByRole('textbox', { name: 'Message', exact: true }),
    open,
    posted: async (...types) => (await chat.posted()).filter(({ type }) => types.includes(type)),
    button: name => chat.page.getByRole('button', { name, exact: true }),
  };
}
