import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { FilePart } from '../../src/core/chat';
import type { Chat } from '../../src/core/session/chatsTypes';
import type { ToHost, ToPage } from '../../src/shared/protocol';
import type { ViewAttachment } from '../../src/shared/viewState';
import { createChatPage } from '../../src/vscode/chat/chatPage';
import { words } from '../../src/vscode/words';
import { setUpChats } from '../unit/core/session/chatsSetup';
import { until } from './support';

/** A page whose webview is only a pair of ears. */
function setUp() {
  const { chats } = setUpChats({ last: 'a', stored: ['a', 'b'] });
  const posted: ToPage[] = [];
  const regenerated: string[] = [];
  const used: string[] = [];
  const applied: (string | undefined)[] = [];
  const arrived = new vscode.EventEmitter<unknown>();
  const history = { take: async () => undefined, close: () => undefined };
  const log = vscode.window.createOutputChannel('Chat page test', { log: true });
  const page = createChatPage(
    {
      chats,
      words,
      log,
      distUri: vscode.Uri.file('/nowhere'),
      prepare: async () => undefined,
      regenerate: async ({ session }) => void regenerated.push(session.id),
      report: error => assert.fail(String(error)),
      onOpen: () => undefined,
      code: {
        insert: async () => undefined,
        apply: async file => void applied.push(file?.name),
        newFile: async () => undefined,
      },
      history: () => history,
      settings: () => ({ sendOn: 'enter', fontSize: 0, inlineCompletion: false }),
      viewTarget: () => ({ endpoint: '', model: '', host: '' }),
      notSaved: () => undefined,
      instructions: () => undefined,
      contextWindow: () => undefined,
      thinkingOpen: { get: () => false, set: () => undefined },
    },
    chats.active(),
    { kind: 'view', onUse: () => used.push('used') },
  );
  const webview: vscode.Webview = {
    options: {},
    html: '',
    cspSource: 'https://webview.example',
    asWebviewUri: uri => uri,
    onDidReceiveMessage: arrived.event,
    postMessage: async fact => {
      posted.push(fact);
      return true;
    },
  };
  page.connect(webview);
  const say = (intent: ToHost): void => arrived.fire(intent);
  return { chats, page, posted, regenerated, used, applied, say, log };
}

/** The chat with a message box that says what it is told to say, when it is told to. */
function withBox(chat: Chat, take: Chat['composer']['take']): Chat {
  return { ...chat, composer: { ...chat.composer, take } };
}

describe('The page of a chat', () => {
  it('hears nothing of what came of a message once another chat is shown', async () => {
    const { chats, page, posted, say, log } = setUp();
    let post: ((fact: ToPage) => void) | undefined;
    const first = withBox(chats.active(), async (_intent, given) => {
      post = given;
    });
    page.show(first, false);
    say({ type: 'ready' });
    await opened(posted, 'a');
    say({ type: 'send', text: 'Why?' });
    assert.ok(post);
    post({ type: 'composerNotice', text: 'heard' });
    const second = (await chats.reopen('b')) ?? assert.fail();
    page.show(second, false);
    post({ type: 'composerNotice', text: 'of another' });
    post({ type: 'restoreDraft', text: 'of another' });
    const told = JSON.stringify(posted);
    assert.match(told, /heard/);
    assert.doesNotMatch(told, /of another/);
    page.dispose();
    log.dispose();
  });

  it('tells with every frame what stands above the message box, and that more of it is on its way', async () => {
    const { chats, page, posted, say, log } = setUp();
    const chat = chats.active();
    const file: ViewAttachment = { id: 'f', kind: 'file', label: 'a.ts', tokens: 12 };
    let isAttaching = true;
    const composer = { ...chat.composer, attachments: () => [file], isAttaching: () => isAttaching };
    page.show({ ...chat, composer }, false);
    say({ type: 'ready' });
    await opened(posted, 'a');
    page.refreshFrame();
    isAttaching = false;
    page.refreshFrame();
    const told = posted.flatMap(fact =>
      fact.type === 'frame' ? [fact.frame] : fact.type === 'state' ? [fact.state] : [],
    );
    assert.deepEqual(
      told.slice(-3).map(frame => [frame.attachments, frame.isAttaching]),
      [
        [[file], true],
        [[file], true],
        [[file], undefined],
      ],
    );
    page.dispose();
    log.dispose();
  });

  it('has code applied to the file that its own chat was asked about, whichever is the active one', async () => {
    const { chats, page, posted, applied, say, log } = setUp();
    const second = (await chats.reopen('b')) ?? assert.fail();
    page.show(second, false);
    say({ type: 'ready' });
    await opened(posted, 'b');
    const { session } = second;
    const file: FilePart = { type: 'file', name: 'sum.ts', language: 'typescript', text: 'sum();' };
    const answering = session.send([file, { type: 'text', text: 'Why?' }]);
    await until('it is answered', () => session.busy);
    assert.notEqual(chats.active(), second);
    say({ type: 'applyCode', id: session.conversation.entries.at(-1)?.id ?? '', text: 'sum(1);' });
    assert.deepEqual(applied, ['sum.ts']);
    await session.stop();
    await answering;
    page.dispose();
    log.dispose();
  });

  it('gives a draft that comes late to no other chat than its own', async () => {
    const { chats, page, posted, say, log } = setUp();
    const written: string[] = [];
    const second = withBox((await chats.reopen('b')) ?? assert.fail(), async () => void written.push('b'));
    page.show(second, false);
    say({ type: 'ready' });
    await opened(posted, 'b');
    say({ type: 'draft', text: 'half', id: 'gone' });
    assert.deepEqual(written, []);
    say({ type: 'draft', text: 'half', id: 'b' });
    assert.deepEqual(written, ['b']);
    page.dispose();
    log.dispose();
  });

  it('tells a page that comes back of the chat that was shown meanwhile, once, and puts the keyboard into its box', async () => {
    const { chats, page, posted, say, log } = setUp();
    say({ type: 'ready' });
    await opened(posted, 'a');
    page.close();
    posted.length = 0;
    page.show((await chats.reopen('b')) ?? assert.fail(), false);
    page.focusComposer();
    say({ type: 'ready' });
    await opened(posted, 'b');
    page.refreshFrame();
    const told = posted
      .filter(({ type }) => type !== 'frame')
      .map(fact => (fact.type === 'state' ? fact.state.id : fact.type));
    assert.deepEqual(told.slice(-2), ['b', 'focusComposer']);
    assert.equal(told.filter(each => each === 'b').length, 1);
    page.dispose();
    log.dispose();
  });

  it('tells that it is used when the user comes, and asks again in its own chat', async () => {
    const { chats, page, posted, regenerated, used, say, log } = setUp();
    const second = (await chats.reopen('b')) ?? assert.fail();
    page.show(second, false);
    say({ type: 'ready' });
    await opened(posted, 'b');
    say({ type: 'focused' });
    assert.deepEqual(used, ['used']);
    assert.equal(chats.active().session.id, 'a');
    say({ type: 'regenerate' });
    assert.deepEqual(regenerated, ['b']);
    page.dispose();
    log.dispose();
  });
});

/** The page has its first state. */
async function opened(posted: readonly ToPage[], id: string): Promise<void> {
  const isThere = (): boolean => posted.some(fact => fact.type === 'state' && fact.state.id === id);
  while (!isThere()) await new Promise(resolve => setTimeout(resolve, 5));
}
