import assert from 'node:assert/strict';
import type { Part } from '../../../../src/core/chat';
import { hiddenIn } from '../../../../src/core/safety/findings';
import { createSendCheck } from '../../../../src/core/safety/sendCheck';

describe('Hidden characters in what is sent', () => {
  it('are counted for each part, with the line of the first as the file has it', () => {
    const found = hiddenIn([
      { type: 'file', name: 'docs/notes.md', language: 'md', text: 'a\nb\u200Bc\u202E\nd\u{E0041}', lines: [10, 12] },
      { type: 'file', name: 'clean.md', language: 'md', text: 'nothing' },
      { type: 'text', text: 'Why\u2063?' },
    ]);
    assert.deepEqual(found, [
      { kind: 'hidden', count: 3, file: 'notes.md', line: 11 },
      { kind: 'hidden', count: 1, line: 1 },
    ]);
  });

  const honest = [
    '👩‍👩‍👧‍👦 ❤️ 👍🏽 1️⃣ 🏳️‍🌈',
    'The flag 🏴󠁧󠁢󠁳󠁣󠁴󠁿 of Scotland',
    'می‌خواهم نمی‌دانم',
    'क्‍ष श्री',
    '日本語の文章。',
    '\uFEFFid;name\n1;a',
    'naïve café, e\u0301',
  ];
  for (const text of honest) {
    it(`are not in: ${text.trim().slice(0, 30).replace('\n', ' ')}`, () => {
      assert.deepEqual(hiddenIn([{ type: 'text', text }]), []);
    });
  }
});

describe('Instructions of a workspace that go along with every question', () => {
  const key = (end: string): string => `${'glpat'}-Zk7qR2xB9mVnT4wLcYp${end}`;
  const words: readonly Part[] = [{ type: 'text', text: 'Why?' }];

  function setUp() {
    const state = { host: 'https://one.example', text: `Use the token ${key('8')}.` };
    const along = async () => [{ type: 'file', name: 'AGENTS.md', language: 'markdown', text: state.text } as const];
    const check = createSendCheck(
      ({ kind, file, line }) => `${kind} ${file} ${line}`,
      () => state.host,
      along,
    );
    return { state, ask: (confirmed: boolean) => check.findings('box', words, confirmed) };
  }
  const found = ['gitlabToken AGENTS.md 1'];

  it('are asked about where they hold a secret, before the first question, and once', async () => {
    const { ask } = setUp();
    assert.deepEqual(await ask(false), found);
    assert.deepEqual(await ask(false), found, 'nobody has agreed');
    assert.deepEqual(await ask(true), []);
    assert.deepEqual(await ask(false), [], 'it is known');
  });

  it('are asked about again for another host', async () => {
    const { state, ask } = setUp();
    await ask(false);
    state.host = 'https://two.example';
    assert.deepEqual(await ask(true), found, 'what was agreed to is the other host');
    assert.deepEqual(await ask(true), []);
    state.host = 'https://one.example';
    assert.deepEqual(await ask(false), found);
  });

  it('are asked about again where they have changed, also between question and answer', async () => {
    const { state, ask } = setUp();
    await ask(false);
    state.text = `Use the token ${key('9')}.`;
    assert.deepEqual(await ask(true), found);
    assert.deepEqual(await ask(true), []);
    state.text = `Use the token ${key('7')}.`;
    assert.deepEqual(await ask(false), found);
  });

  it('are not asked about where there is nothing to find', async () => {
    const { state, ask } = setUp();
    state.text = 'Use tabs.';
    assert.deepEqual(await ask(false), []);
  });
});
