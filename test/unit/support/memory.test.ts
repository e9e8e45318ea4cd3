import assert from 'node:assert/strict';
import type { Memento, SecretStorage } from 'vscode';
import { memoryLog } from '../../support/memoryLog';
import { memoryMemento } from '../../support/memoryMemento';
import { memorySecrets } from '../../support/memorySecrets';

describe('memory fakes', () => {
  it('secrets are stored, listed, deleted, and tell who listens', async () => {
    const secrets: SecretStorage = memorySecrets({ old: 'a' });
    const changes: string[] = [];
    const listening = secrets.onDidChange(change => changes.push(change.key));
    await secrets.store('new', 'b');
    assert.equal(await secrets.get('new'), 'b');
    assert.deepEqual(await secrets.keys(), ['old', 'new']);
    await secrets.delete('old');
    assert.equal(await secrets.get('old'), undefined);
    listening.dispose();
    await secrets.delete('new');
    assert.deepEqual(changes, ['new', 'old']);
  });

  it('a memento gives back copies, defaults, and nothing once removed', async () => {
    const memento: Memento = memoryMemento({ kept: [1] });
    const value = { list: [1] };
    await memento.update('value', value);
    value.list.push(2);
    assert.deepEqual(memento.get('value'), { list: [1] });
    assert.equal(memento.get('missing', 7), 7);
    await memento.update('value', undefined);
    assert.deepEqual(memento.keys(), ['kept']);
  });

  it('a log keeps levels, details, and errors with their causes', () => {
    const log = memoryLog();
    log.info('asked', { status: 200 });
    log.error(new Error('outer', { cause: new Error('inner') }));
    assert.equal(log.lines[0], 'info: asked {"status":200}');
    assert.match(log.lines[1] ?? '', /^error: Error: outer.*Caused by: Error: inner/s);
  });
});
