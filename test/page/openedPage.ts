import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { ToHost } from '../../src/shared/protocol';
import { type Chat, type ChatPage, type PageOptions, startChat } from './harness';

/** The page of the test that runs. */
export interface OpenedPage extends Omit<ChatPage, 'close'> {
  /** What was posted since the page said that it is ready. */
  intents(): Promise<readonly ToHost[]>;
  button(name: string): Locator;
  /** Closes the page, and opens it anew. */
  reopen(options?: PageOptions): Promise<void>;
  /** Another page beside it. */
  openAnother(): Promise<ChatPage>;
}

/** Opens a page before each test of a `describe`. Afterwards nothing is on its console, and nothing was loaded from elsewhere. */
export function usePage(): OpenedPage {
  let chat: Chat;
  let opened: ChatPage;

  before(async () => {
    chat = await startChat();
  });
  beforeEach(async () => {
    opened = await chat.open();
  });
  afterEach(async () => {
    assert.deepEqual(opened.problems, []);
    assert.deepEqual(opened.requests, []);
    await opened.close();
  });
  after(() => chat.stop());

  return {
    get page() {
      return opened.page;
    },
    get problems() {
      return opened.problems;
    },
    get requests() {
      return opened.requests;
    },
    tell: (...facts) => opened.tell(...facts),
    posted: () => opened.posted(),
    kept: () => opened.kept(),
    setTheme: theme => opened.setTheme(theme),
    intents: async () => (await opened.posted()).filter(({ type }) => type !== 'ready'),
    button: name => opened.page.getByRole('button', { name, exact: true }),
    async reopen(options) {
      await opened.close();
      opened = await chat.open(options);
    },
    openAnother: () => chat.open(),
  };
}
