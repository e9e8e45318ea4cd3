import assert from 'node:assert/strict';
import { postWhereShown } from '../../../../src/core/session/postWhereShown';
import type { ToPage } from '../../../../src/shared/protocol';
import { setUpChats, surface } from './chatsSetup';

describe('what comes of a command for the message box', () => {
  const fact = (text: string): ToPage => ({ type: 'composerNotice', text });

  it('is heard where the active chat is shown, until another one is shown there, and nowhere else', async () => {
    const { chats } = setUpChats({ last: 'a', stored: ['a', 'b', 'c'] });
    const heard = new Map<string, ToPage[]>([
      ['one', []],
      ['other', []],
    ]);
    const listening = (name: string) => ({
      ...surface('tab'),
      post: (told: ToPage) => void heard.get(name)?.push(told),
    });
    const [one, other] = [listening('one'), listening('other')];
    const chat = (await chats.reopen('b')) ?? assert.fail();
    chats.attach(other, (await chats.reopen('c')) ?? assert.fail());
    chats.attach(one, chat);
    chats.focus(one);
    const post = postWhereShown(chats, chat);
    post(fact('at once'));
    chats.focus(other);
    post(fact('while another tab is looked at'));
    chats.focus(one);
    await chats.newChat('kept');
    assert.notEqual(chats.shownIn(one), chat);
    post(fact('of another'));
    assert.deepEqual(heard.get('one'), [fact('at once'), fact('while another tab is looked at')]);
    assert.deepEqual(heard.get('other'), []);
  });
});
