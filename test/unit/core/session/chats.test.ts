import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { begin, setUpChats, surface } from './chatsSetup';

describe('Chats', () => {
  it('show in the sidebar what it showed last, and read nothing before that is needed', async () => {
    const { chats, loaded } = setUpChats({ last: 'old', stored: ['old'] });
    assert.equal(chats.inSidebar().session.id, 'old');
    assert.deepEqual(loaded, []);
    await chats.active().session.restore();
    assert.equal(chats.active().session.conversation.entries.length, 1);
  });

  it('let an answer go on where another conversation is begun, and find it again', async () => {
    const { chats, view } = setUpChats();
    const first = chats.active();
    void begin(first);
    while (!first.session.busy) await setImmediate();
    const second = await chats.newChat('kept');
    assert.notEqual(second, first);
    assert.equal(chats.active(), second);
    assert.equal(first.session.busy, true);
    assert.equal(chats.find(first.session.id), first);
    assert.equal(chats.isOpen(first.session.id), false);
    assert.equal(await chats.open(first.session.id, 'here'), true);
    assert.equal(chats.active(), first);
    assert.equal(view.told.at(-1), 'revealed');
    await chats.interrupt();
  });

  it('let a chat go when its answer has ended and nothing else would be lost', async () => {
    const { chats } = setUpChats();
    const first = chats.active();
    void begin(first);
    while (!first.session.busy) await setImmediate();
    await chats.newChat('kept');
    await first.session.stop();
    assert.equal(chats.find(first.session.id), undefined);
  });

  it('stay with an empty conversation where another one is asked for', async () => {
    const { chats, view } = setUpChats();
    const first = chats.active();
    assert.equal(await chats.newChat('kept'), first);
    assert.deepEqual(view.told, []);
  });

  it('take what is in the message box along into a new conversation', async () => {
    const { chats, boxOf, view } = setUpChats({ last: 'old', stored: ['old'] });
    const first = chats.active();
    boxOf(first).text = 'half a thought';
    const second = await chats.newChat('kept');
    assert.equal(boxOf(second).text, 'half a thought');
    assert.equal(boxOf(first).text, '');
    assert.match(view.told.at(-1) ?? '', /with the box$/);
  });

  it('keep a draft with the conversation that it was written in when another one is opened', async () => {
    const { chats, boxOf } = setUpChats({ last: 'old', stored: ['old', 'other'] });
    const first = chats.active();
    await first.session.restore();
    boxOf(first).text = 'half a thought';
    await chats.open('other', 'here');
    assert.equal(boxOf(chats.active()).text, '');
    await chats.open('old', 'here');
    assert.equal(chats.active(), first);
    assert.equal(boxOf(first).text, 'half a thought');
  });

  it('bring back a draft that was written in no conversation yet with the next new one', async () => {
    const { chats, boxOf } = setUpChats({ stored: ['other'] });
    const first = chats.active();
    boxOf(first).text = 'half a thought';
    await chats.open('other', 'here');
    assert.equal(await chats.newChat('kept'), first);
  });

  it('open a conversation in one place only', async () => {
    const { chats, tabs, loaded } = setUpChats({ stored: ['one'] });
    assert.deepEqual(await Promise.all([chats.open('one', 'side'), chats.open('one', 'side')]), [true, true]);
    assert.equal(tabs.length, 1);
    assert.deepEqual(tabs[0]?.told, ['revealed']);
    await chats.open('one', 'here');
    assert.equal(tabs[0]?.told.length, 2);
    assert.equal(chats.active().session.id, 'one');
    assert.deepEqual(loaded, ['one']);
  });

  it('say that a conversation is not there, and show nothing in its place', async () => {
    const { chats, view } = setUpChats();
    assert.equal(await chats.open('gone', 'here'), false);
    assert.deepEqual(view.told, []);
  });

  it('move what the sidebar shows into a tab, its running answer included', async () => {
    const { chats, tabs } = setUpChats();
    const first = chats.active();
    void begin(first);
    while (!first.session.busy) await setImmediate();
    assert.equal(await chats.open(first.session.id, 'side'), true);
    assert.equal(chats.active(), first);
    assert.equal(tabs.length, 1);
    assert.notEqual(chats.inSidebar(), first);
    assert.equal(first.session.busy, true);
    await chats.interrupt();
    assert.equal(first.session.busy, false);
  });

  it('act in the tab or the sidebar, whichever had the focus last', async () => {
    const { chats, view, tabs } = setUpChats({ stored: ['one', 'two'] });
    await chats.open('one', 'side');
    await chats.open('two', 'here');
    assert.equal(tabs.length, 1);
    assert.equal(chats.active().session.id, 'two');
    chats.focus(view);
    assert.equal(chats.active(), chats.inSidebar());
    chats.focus(surface('tab'));
    assert.equal(chats.active(), chats.inSidebar());
  });

  it('let the answer of a closed tab go on', async () => {
    const { chats, tabs } = setUpChats({ stored: ['one'] });
    await chats.open('one', 'side');
    const chat = chats.active();
    void begin(chat);
    while (!chat.session.busy) await setImmediate();
    const tab = tabs[0] ?? assert.fail();
    chats.detach(tab);
    assert.equal(chats.active(), chats.inSidebar());
    assert.equal(chat.session.busy, true);
    assert.equal(chats.find('one'), chat);
    await chats.interrupt();
  });

  it('bring tabs back, and none that is open elsewhere or was never written', async () => {
    const drafts = { unsaid: 'half a thought' };
    const { chats, boxOf } = setUpChats({ last: 'old', stored: ['old', 'one'], drafts });
    assert.equal(await chats.reopen('old'), undefined);
    assert.equal(await chats.reopen('never'), undefined);
    assert.equal(
      boxOf((await chats.reopen('unsaid')) ?? assert.fail()).text,
      'half a thought',
      'only its draft is there',
    );
    assert.equal((await chats.reopen('one'))?.session.conversation.entries.length, 1);
  });

  it('know a chat that was left just before it was asked for an answer', async () => {
    const { chats } = setUpChats({ stored: ['other'] });
    const { session } = chats.active();
    // What it begins with is still read.
    void session.send([{ type: 'text', text: 'hello' }]);
    const opened = chats.open('other', 'here');
    while (!session.busy) await setImmediate();
    await opened;
    assert.ok(chats.find(session.id)?.session === session);
    await chats.stop();
    assert.equal(session.busy, false);
  });

  it('stop the answer of the active chat, and where it has none, whatever is written', async () => {
    const { chats } = setUpChats();
    const first = chats.active();
    void begin(first);
    while (!first.session.busy) await setImmediate();
    const second = await chats.newChat('kept');
    void begin(second);
    while (!second.session.busy) await setImmediate();
    await chats.stop();
    assert.deepEqual([first.session.busy, second.session.busy], [true, false]);
    await chats.stop();
    assert.equal(first.session.busy, false);
  });

  it('follow a conversation that goes on in a copy', async () => {
    const { chats } = setUpChats({ last: 'old', stored: ['old'] });
    await chats.active().session.restore();
    assert.equal(chats.moved({ from: 'old', to: 'copy' }), true);
    assert.equal(chats.active().session.id, 'copy');
    assert.equal(chats.moved({ from: 'old', to: 'other' }), false);
  });
});

describe('A private chat', () => {
  it('takes a draft along, and gives none to a conversation that is kept', async () => {
    const { chats, boxOf } = setUpChats({ last: 'old', stored: ['old'] });
    boxOf(chats.active()).text = 'about my health';
    const hidden = await chats.newChat('private');
    assert.equal(hidden.isPrivate, true);
    assert.equal(boxOf(hidden).text, 'about my health');
    const next = await chats.newChat('kept');
    assert.equal(next.isPrivate, false);
    assert.equal(boxOf(next).text, '');
    assert.equal(await chats.newChat('private'), hidden, 'its draft is found again');
  });

  it('ends with its tab', async () => {
    const { chats, tabs } = setUpChats();
    const hidden = await chats.newChat('private');
    const answered = begin(hidden);
    while (!hidden.session.busy) await setImmediate();
    await chats.openToSide();
    const tab = tabs[0] ?? assert.fail();
    chats.detach(tab);
    await answered;
    assert.equal(hidden.session.busy, false);
    assert.equal(chats.find(hidden.session.id), undefined);
    await assert.doesNotReject(async () => chats.newChat('kept'));
  });
});
