import assert from 'node:assert/strict';
import type { CodeScope } from '../../../../src/core/prompts/codeScope';
import { file, secret, setUp } from './composerSetup';

describe('What is asked about before it is sent', () => {
  it('asks before it sends what looks like a secret, names it without telling it, and sends when told so', async () => {
    const { take, posted, labels, requests, sent } = setUp();
    await take({ type: 'attachText', name: '.env', text: `A=1\nTOKEN=${secret}` });
    await take({ type: 'send', text: 'Why?' });
    assert.deepEqual(posted, [
      { type: 'restoreDraft', text: 'Why?' },
      { type: 'confirmSend', findings: ['gitlabToken .env 2'] },
    ]);
    assert.equal(requests.length, 0);
    assert.deepEqual(labels(), ['.env']);
    await take({ type: 'send', text: 'Why?', confirmed: true });
    assert.equal(sent()?.length, 2);
  });

  it('sends what was confirmed, and asks anew about what came since: typed, attached or selected', async () => {
    const situation: { scope?: CodeScope } = {};
    const { take, findings, requests } = setUp(situation);
    await take({ type: 'send', text: `Why? ${secret}` });
    await take({ type: 'send', text: `Why? ${secret}\nand ${secret}`, confirmed: true });
    assert.deepEqual(findings(), ['gitlabToken undefined 1', 'gitlabToken undefined 2']);
    await take({ type: 'attachText', name: 'notes.md', text: 'a\u200Bb' });
    await take({ type: 'send', text: `Why? ${secret}`, confirmed: true });
    assert.deepEqual(findings(), ['gitlabToken undefined 1', 'hidden notes.md 1']);
    await take({ type: 'send', text: `/explain ${secret}` });
    situation.scope = { file: { ...file, text: secret }, chosen: 'selection' };
    await take({ type: 'send', text: `/explain ${secret}`, confirmed: true });
    assert.equal(requests.length, 0);
    await take({ type: 'send', text: `/explain ${secret}`, confirmed: true });
    assert.equal(requests.length, 1);
  });

  it('takes nothing for confirmed that it did not show, or showed before the last message', async () => {
    const { take, requests } = setUp();
    await take({ type: 'send', text: secret, confirmed: true });
    assert.equal(requests.length, 0);
    await take({ type: 'send', text: secret, confirmed: true });
    assert.equal(requests.length, 1);
    await take({ type: 'send', text: secret, confirmed: true });
    assert.equal(requests.length, 1);
  });

  it('asks again where another endpoint was chosen after the question', async () => {
    const situation: { movedTo?: string } = {};
    const { take, requests } = setUp(situation);
    await take({ type: 'send', text: secret });
    situation.movedTo = 'http://elsewhere.example';
    await take({ type: 'send', text: secret, confirmed: true });
    assert.equal(requests.length, 0);
  });

  it('asks what a command of the editor wants to ask, and makes a draft of it where that holds a secret', async () => {
    const { composer, posted, labels, requests, sent } = setUp();
    const post = (fact: (typeof posted)[number]) => void posted.push(fact);
    await composer.ask([file, { type: 'text', text: 'Explain.' }], post);
    assert.equal(sent()?.length, 2);
    await composer.ask(
      [
        { ...file, text: secret },
        { type: 'text', text: 'Explain.' },
      ],
      post,
    );
    assert.equal(requests.length, 1);
    assert.deepEqual(labels(), ['search.ts']);
    assert.equal(composer.draft(), 'Explain.');
    assert.deepEqual(posted, [
      { type: 'restoreDraft', text: 'Explain.' },
      { type: 'confirmSend', findings: ['gitlabToken search.ts 3'] },
    ]);
  });
});
