import assert from 'node:assert/strict';
import type { ModelInfo } from '../../../src/core/chat';
import type { CodeScope } from '../../../src/core/prompts/codeScope';
import { file, image, secret, setUp } from './composerSetup';

describe('The composer of the host', () => {
  it('sends what goes along before the words, and is empty then', async () => {
    const { take, labels, sent, composer } = setUp();
    await take({ type: 'attachText', name: 'a.txt', text: 'x' });
    await take(image);
    assert.deepEqual(labels(), ['a.txt', 'a.png']);
    await take({ type: 'draft', text: 'Why?' });
    assert.equal(composer.draft(), 'Why?');
    await take({ type: 'send', text: 'Why?' });
    assert.deepEqual(
      sent()?.map(part => part.type),
      ['file', 'image', 'text'],
    );
    assert.deepEqual(labels(), []);
    assert.equal(composer.draft(), '');
  });

  it('sends a picture without a word, and nothing where there is neither', async () => {
    const { take, labels, sent, requests } = setUp();
    await take({ type: 'send', text: '' });
    assert.equal(requests.length, 0);
    await take(image);
    await take({ type: 'send', text: ' ' });
    assert.deepEqual(
      sent()?.map(part => part.type),
      ['image'],
    );
    assert.deepEqual(labels(), []);
  });

  it('is empty as soon as the question is there, and not only when it is answered', async () => {
    const { take, labels, session } = setUp();
    await take({ type: 'attachText', name: 'a.txt', text: 'x' });
    const seen: number[] = [];
    session.onChange(change => {
      if (change.type === 'delta' || session.busy) seen.push(labels().length);
    });
    await take({ type: 'send', text: 'Why?' });
    assert.ok(seen.length > 0);
    assert.deepEqual([...new Set(seen)], [0]);
  });

  it('gives everything back when the question is refused', async () => {
    const { take, labels, posted, composer } = setUp({ refuses: true });
    await take({ type: 'attachText', name: 'a.txt', text: 'x' });
    await take({ type: 'send', text: 'Why?' });
    assert.deepEqual(posted, [{ type: 'restoreDraft', text: 'Why?' }]);
    assert.deepEqual(labels(), ['a.txt']);
    assert.equal(composer.draft(), 'Why?', 'also for a page that is gone');
  });

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

  it('gives the words back where something fails, and fails', async () => {
    const { take, posted, composer } = setUp({ codeFails: true });
    await assert.rejects(take({ type: 'send', text: '/explain this' }), /no code today/);
    assert.deepEqual(posted, [{ type: 'restoreDraft', text: '/explain this' }]);
    assert.equal(composer.draft(), '/explain this');
  });

  it('looks for secrets in the code that a slash command takes, too', async () => {
    const { take, posted } = setUp();
    await take({ type: 'send', text: `/explain ${secret}` });
    assert.deepEqual(
      posted.map(({ type }) => type),
      ['restoreDraft', 'confirmSend'],
    );
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

  it('turns a slash command into its prompt with the code, and /fix with what the editor reports', async () => {
    const { take, sent } = setUp();
    await take({ type: 'send', text: '/fix the leak' });
    assert.deepEqual(sent(), [
      { ...file, problems: ['line 3, error: no such name'] },
      { type: 'text', text: 'Find and fix what is wrong with the selected code.\n\nthe leak' },
    ]);
    await take({ type: 'send', text: '/explain' });
    assert.deepEqual(sent()?.at(-1), { type: 'text', text: 'Explain the selected code.' });
  });

  it('gives the words back where the user leaves a prompt, and says nothing', async () => {
    const body = `Only \${input:what}?`;
    const prompts = [{ name: 'only', source: 'user', prompt: { name: 'only', description: '', body } }] as const;
    const { take, posted, composer, requests, sent } = setUp({ prompts, inputs: [] });
    await take({ type: 'send', text: '/only' });
    assert.deepEqual(posted, [{ type: 'restoreDraft', text: '/only' }]);
    assert.equal(composer.draft(), '/only');
    assert.equal(requests.length, 0);
    await take({ type: 'send', text: '/only loops' });
    assert.deepEqual(sent(), [{ type: 'text', text: 'Only loops?' }]);
  });

  it('does not ask for an input again when what it holds was confirmed', async () => {
    const body = `Only \${input:what}?`;
    const prompts = [{ name: 'only', source: 'user', prompt: { name: 'only', description: '', body } }] as const;
    const { take, findings, requests } = setUp({ prompts, inputs: [secret] });
    await take({ type: 'send', text: '/only' });
    assert.deepEqual(findings(), ['gitlabToken undefined 1']);
    await take({ type: 'send', text: '/only', confirmed: true });
    assert.equal(requests.length, 1);
  });

  it('says so where a slash command finds no code, and gives the words back', async () => {
    const { take, posted, requests } = setUp({ noCode: true });
    await take({ type: 'send', text: '/tests please' });
    assert.deepEqual(posted, [
      { type: 'restoreDraft', text: '/tests please' },
      { type: 'composerNotice', text: 'noCode' },
    ]);
    assert.equal(requests.length, 0);
  });

  it('sends an unknown word with a slash as it is', async () => {
    const { take, sent } = setUp({ noCode: true });
    await take({ type: 'send', text: '/unknown thing' });
    assert.deepEqual(sent(), [{ type: 'text', text: '/unknown thing' }]);
  });

  it('offers, and takes along what is chosen of it, and nothing that it did not offer', async () => {
    const { take, posted, labels } = setUp();
    await take({ type: 'mention', id: 'one' });
    assert.deepEqual(labels(), []);
    await take({ type: 'suggest', trigger: '#', query: 'o' });
    const items = [{ id: 'one', icon: 'file', label: '#one', detail: '' }];
    assert.deepEqual(posted, [{ type: 'suggestions', trigger: '#', query: 'o', items }]);
    await take({ type: 'mention', id: '/etc/passwd' });
    assert.deepEqual(labels(), []);
    await take({ type: 'mention', id: 'one' });
    assert.deepEqual(labels(), ['search.ts']);
    assert.deepEqual(posted.slice(1), [{ type: 'focusComposer' }]);
  });

  it('takes one thing away again', async () => {
    const { take, labels, composer } = setUp();
    await take({ type: 'attachText', name: 'a.txt', text: 'x' });
    await take({ type: 'attachText', name: 'b.txt', text: 'x' });
    await take({ type: 'detach', id: composer.attachments()[0]?.id ?? '' });
    assert.deepEqual(labels(), ['b.txt']);
  });

  it('hands images that were chosen to the page in pieces, to be sized down', async () => {
    const bytes = Buffer.alloc(900_000, 'image');
    const { take, posted } = setUp({ chosen: [{ type: 'bytes', name: 'img/Photo.JPG', bytes }] });
    await take({ type: 'attach' });
    const pieces = posted.filter(fact => fact.type === 'shrinkImage');
    assert.deepEqual(
      pieces.map(({ name, isLast }) => [name, isLast]),
      [
        ['Photo.JPG', false],
        ['Photo.JPG', false],
        ['Photo.JPG', true],
      ],
    );
    assert.ok(pieces.every(({ data }) => data.length <= 512 * 1024));
    assert.ok(Buffer.from(pieces.map(({ data }) => data).join(''), 'base64').equals(bytes));
    assert.deepEqual(posted.at(-1), { type: 'focusComposer' });
  });

  it('takes images for a model of which nothing is known', async () => {
    const { take, labels } = setUp();
    await take(image);
    assert.deepEqual(labels(), ['a.png']);
  });

  it('sends no image to a model that was chosen afterwards and is blind', async () => {
    const situation: { info?: ModelInfo } = {};
    const { take, posted, labels, requests } = setUp(situation);
    await take(image);
    situation.info = { id: 'm1', vision: false };
    await take({ type: 'send', text: 'What is this?' });
    assert.deepEqual(posted, [
      { type: 'restoreDraft', text: 'What is this?' },
      { type: 'composerNotice', text: 'blindModel' },
    ]);
    assert.deepEqual(labels(), ['a.png']);
    assert.equal(requests.length, 0);
  });

  it('takes twenty things along and no more', async () => {
    const { take, posted, labels } = setUp();
    for (let index = 0; index < 21; index++) await take({ type: 'attachText', name: `${index}.txt`, text: 'x' });
    assert.equal(labels().length, 20);
    assert.deepEqual(posted, [{ type: 'composerNotice', text: 'tooMany' }]);
  });
});
