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
});
