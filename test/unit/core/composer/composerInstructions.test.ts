import assert from 'node:assert/strict';
import { secret, setUp } from './composerSetup';

describe('A message that instructions of the workspace go along with', () => {
  const instructions = {
    type: 'file',
    name: 'AGENTS.md',
    language: 'markdown',
    text: `Log in with ${secret}.`,
  } as const;
  const found = ['gitlabToken AGENTS.md 1'];

  it('asks about a secret in them before it is sent, and then never again', async () => {
    const { take, sent, findings } = setUp({ instructions });
    await take({ type: 'send', text: 'Why?' });
    assert.equal(sent(), undefined);
    assert.deepEqual(findings(), found);
    await take({ type: 'send', text: 'Why?', confirmed: true });
    assert.deepEqual(sent(), [{ type: 'text', text: 'Why?' }]);
    await take({ type: 'send', text: 'And then?' });
    assert.deepEqual(sent(), [{ type: 'text', text: 'And then?' }]);
  });

  it('asks in the same way where a command of the editor asks', async () => {
    const { composer, posted, sent, findings } = setUp({ instructions });
    await composer.ask([{ type: 'text', text: 'Why?' }], fact => posted.push(fact));
    assert.equal(sent(), undefined);
    assert.deepEqual(findings(), found);
  });

  it('asks in the same way where a question is edited', async () => {
    const { take, findings } = setUp({ instructions });
    await take({ type: 'edit', id: 'q', text: 'Why?' });
    assert.deepEqual(findings(), found);
  });
});
