import assert from 'node:assert/strict';
import { file, secret, setUp } from './composerSetup';

describe('A message that begins with a slash', () => {
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

  it('is given back where its code is longer than may go along', async () => {
    const scope = { file: { ...file, text: 'x'.repeat(1025) }, chosen: 'selection' } as const;
    const { take, posted, requests, composer } = setUp({ maxFileKilobytes: 1, scope });
    await take({ type: 'send', text: '/explain this' });
    assert.deepEqual(posted, [
      { type: 'restoreDraft', text: '/explain this' },
      { type: 'composerNotice', text: 'tooLarge' },
    ]);
    assert.deepEqual([requests.length, composer.draft()], [0, '/explain this']);
  });

  it('is given back where its code is one piece more than may go along', async () => {
    const { take, posted, requests, labels } = setUp();
    for (let index = 0; index < 20; index++) await take({ type: 'attachText', name: `${index}.txt`, text: 'x' });
    await take({ type: 'send', text: '/explain' });
    assert.deepEqual(posted, [
      { type: 'restoreDraft', text: '/explain' },
      { type: 'composerNotice', text: 'tooMany' },
    ]);
    assert.deepEqual([requests.length, labels().length], [0, 20]);
  });
});
