import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { createActivity } from '../../src/core/client/activity';
import { followChats, recall } from '../../src/vscode/chat/followSession';
import { memoryMemento } from '../support/memoryMemento';
import { until } from '../support/until';
import { setUpChats } from '../unit/core/session/chatsSetup';

const one = { endpoint: 'One', model: 'm1' };
const two = { endpoint: 'Two', model: 'm2' };

describe('What the next conversation begins with', () => {
  const disposables: vscode.Disposable[] = [];
  afterEach(() => {
    for (const each of disposables.splice(0)) each.dispose();
  });

  function setUpMemory() {
    const made = setUpChats({ stored: ['b'] });
    const memory = { workspace: memoryMemento(), global: memoryMemento() };
    disposables.push(followChats(made.chats, memory, createActivity()));
    return { ...made, lastTarget: recall(memory).lastTarget };
  }

  it('is the model that was chosen last, and not that of an answer which ends meanwhile', async () => {
    const { chats, lastTarget } = setUpMemory();
    const first = chats.active();
    await first.session.setTarget(one);
    const answered = first.session.send([{ type: 'text', text: 'hello' }]);
    await until(() => first.session.busy);
    await chats.newChat('kept');
    await chats.active().session.setTarget(two);
    assert.deepEqual(lastTarget(), two);
    first.session.stop();
    await answered;
    assert.deepEqual(lastTarget(), two);
  });

  it('is not that of a private conversation', async () => {
    const { chats, lastTarget } = setUpMemory();
    await chats.active().session.setTarget(one);
    await chats.newChat('private');
    await chats.active().session.setTarget(two);
    assert.deepEqual(lastTarget(), one);
  });
});
