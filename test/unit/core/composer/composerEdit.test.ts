import assert from 'node:assert/strict';
import { secret, setUp } from './composerSetup';

describe('A question whose words are changed', () => {
  it('is asked about before what looks like a secret is sent', async () => {
    const { take, posted, session, requests } = setUp();
    await take({ type: 'send', text: 'Hello' });
    const id = session.conversation.entries[0]?.id ?? '';
    await take({ type: 'edit', id, text: `token ${secret}` });
    assert.equal(requests.length, 1);
    assert.deepEqual(posted, [{ type: 'confirmEdit', id, findings: ['gitlabToken undefined 1'] }]);
    await take({ type: 'edit', id, text: `token ${secret}`, confirmed: true });
    assert.equal(requests.length, 2);
  });

  it('is asked about anew where the words have changed since they were confirmed', async () => {
    const { take, findings, session, requests } = setUp();
    await take({ type: 'send', text: 'Hello' });
    const id = session.conversation.entries[0]?.id ?? '';
    await take({ type: 'edit', id, text: secret });
    await take({ type: 'edit', id, text: `${secret}\n\u202E${secret}`, confirmed: true });
    assert.deepEqual(findings(), ['gitlabToken undefined 1', 'gitlabToken undefined 2', 'hidden undefined 2']);
    assert.equal(requests.length, 1);
  });

  it('is asked about where the model cannot hold it behind what was said before it, and behind nothing else', async () => {
    const { take, findings, session, requests } = setUp({ window: 1000 });
    await take({ type: 'send', text: 'word '.repeat(600) });
    const id = session.conversation.entries[0]?.id ?? '';
    await take({ type: 'edit', id, text: 'word '.repeat(700) });
    assert.equal(findings(), undefined, 'the first words are gone then');
    assert.equal(requests.length, 2);
    const next = session.conversation.entries[0]?.id ?? '';
    await take({ type: 'edit', id: next, text: 'word '.repeat(1200) });
    assert.deepEqual(findings(), ['tooLong']);
    assert.equal(requests.length, 2);
    await take({ type: 'edit', id: next, text: 'word '.repeat(1200), confirmed: true });
    assert.equal(requests.length, 3);
  });

  it('is as long as what went along with it, too', async () => {
    const situation: { window?: number } = {};
    const { take, findings, session } = setUp(situation);
    await take({ type: 'attachText', name: 'long.txt', text: 'word '.repeat(3000) });
    await take({ type: 'send', text: 'Why?' });
    situation.window = 1000;
    await take({ type: 'edit', id: session.conversation.entries[0]?.id ?? '', text: 'How?' });
    assert.deepEqual(findings(), ['tooLong']);
  });
});

describe('A question that is asked again', () => {
  it('is said to be too long where the chosen model cannot hold it, however long its answer was', async () => {
    const situation: { window?: number } = {};
    const { take, composer } = setUp(situation);
    assert.equal(await composer.problemOfAskingAgain(), undefined, 'nothing was asked');
    await take({ type: 'send', text: 'word '.repeat(600) });
    situation.window = 1000;
    assert.equal(await composer.problemOfAskingAgain(), undefined);
    situation.window = 400;
    assert.equal(await composer.problemOfAskingAgain(), 'tooLong');
  });
});
