import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { apply, type Conversation, emptyConversation } from '../../../../src/core/conversation/conversation';
import { exportedJson } from '../../../../src/core/exports/exportFile';
import { onlyShown, secretsInside, withoutSecretsInside } from '../../../../src/core/exports/secretsInside';
import { withTextsChanged } from '../../../../src/core/exports/textChanges';
import { secretsOf, tokenCleaner } from '../../../../src/core/exports/tokenCleaner';
import { findSecret, formsOf } from '../../../support/canary';
import { anyConversation } from './conversations';

const CANARY = 'Zq7"\\/+ü canary-5510~x';

/** With the canary, in one of its forms, behind every text. */
function withCanary(conversation: Conversation): Conversation {
  const forms = formsOf(CANARY);
  let count = 0;
  return withTextsChanged(conversation, text => `${text}<${forms[count++ % forms.length]}>`);
}

/** Texts that a conversation holds, ids, kinds and pictures left out: found by walking it, and not by knowing its fields. */
function textsIn(value: unknown, name = ''): readonly string[] {
  if (typeof value === 'string')
    return /^(id|type|role|status|kind|phase|fault|finishReason|mediaType|data|thumbnail|end)$/.test(name)
      ? []
      : [value];
  if (value instanceof Map || value instanceof Set || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, Array.isArray(value) ? name : key));
}

describe('the texts of a conversation', () => {
  it('are all changed, in whatever field they are', () => {
    fc.assert(
      fc.property(anyConversation, conversation => {
        const changed = withTextsChanged(conversation, text => `${text}<changed>`);
        assert.equal(textsIn(changed).length, textsIn(conversation).length);
        for (const text of textsIn(changed)) assert.ok(text.endsWith('<changed>'), text);
      }),
      { numRuns: 200 },
    );
  });

  it('are the same, and the same conversation, where nothing changes', () => {
    fc.assert(
      fc.property(anyConversation, conversation =>
        assert.deepEqual(
          withTextsChanged(conversation, text => text),
          conversation,
        ),
      ),
    );
  });
});

describe('a token of an endpoint', () => {
  it('is in no field of an export, in whatever form it stood there (S10)', () => {
    const clean = tokenCleaner(secretsOf({ url: 'https://example.com', headers: {}, parameters: {} }, CANARY));
    fc.assert(
      fc.property(anyConversation, conversation => {
        const soiled = withCanary({ ...conversation, label: { title: 'x' } });
        assert.ok(findSecret(JSON.stringify(soiled), CANARY));
        assert.equal(
          findSecret(
            exportedJson(
              withTextsChanged(soiled, text => clean(text)),
              5,
            ),
            CANARY,
          ),
          undefined,
        );
      }),
      { numRuns: 100 },
    );
  });

  it('is what its headers and its address hold, too, and nothing that is too short to be one', () => {
    const secrets = secretsOf(
      {
        url: 'https://example.com/v1?key=in-the-address&v=1',
        headers: { 'X-Key': 'Bearer in-a-header' },
        parameters: {},
      },
      'short',
    );
    const clean = tokenCleaner(secrets);
    assert.equal(clean('key=in-the-address, in-a-header; Bearer in-a-header; short 1'), 'key=•••, •••; •••; short 1');
  });

  it('leaves everything else as it is', () => {
    assert.equal(tokenCleaner([])('Nothing.'), 'Nothing.');
    assert.equal(tokenCleaner(['abcdefgh', 'abcdefghijkl'])('abcdefghijkl abcdefgh abcdefg'), '••• ••• abcdefg');
  });
});

const KEY = `AKIA${'QRSTUVWX2E0A8F3B'}`;
const said = (text: string): Conversation =>
  apply(emptyConversation('c', 1000), { type: 'question', id: 'q1', parts: [{ type: 'text', text }] });

describe('what looks like a secret in a conversation', () => {
  it('is found in questions, files, answers, thinking and failures, and in what is aside', async () => {
    const file = {
      type: 'file',
      name: 'src/.env',
      language: '',
      text: 'A=1\nDB_PASS=hunter22x',
      lines: [10, 11],
      problems: [`x ${KEY}`],
    } as const;
    const error = { kind: 'server', message: 'm', serverMessage: `refused ${KEY}` } as const;
    let conversation = apply(said(`My key:\n${KEY}`), { type: 'question', id: 'q2', parts: [file] });
    conversation = apply(conversation, { type: 'asked', id: 'a1', endpoint: 'E', model: 'M', at: 1 });
    conversation = apply(conversation, {
      type: 'delta',
      id: 'a1',
      text: `Use ${KEY}`,
      reasoning: `a\nb ${KEY}`,
      at: 2,
    });
    conversation = apply(conversation, { type: 'ended', id: 'a1', at: 3, outcome: { status: 'failed', error } });
    const expected = [
      { kind: 'awsAccessKey', line: 2, role: 'user' },
      { kind: 'apiKey', file: '.env', line: 11, role: 'user' },
      { kind: 'awsAccessKey', line: 1, role: 'user' },
      { kind: 'awsAccessKey', line: 1, role: 'assistant' },
      { kind: 'awsAccessKey', line: 2, role: 'assistant' },
      { kind: 'awsAccessKey', line: 1, role: 'assistant' },
    ];
    assert.deepEqual(await secretsInside(conversation), expected);
    const edited = apply(conversation, { type: 'question', id: 'q3', parts: [], after: '' });
    assert.equal((await secretsInside(edited)).length, expected.length);
    assert.deepEqual(await secretsInside(onlyShown(edited)), []);
    assert.deepEqual(await secretsInside({ ...said('x'), label: { title: `About ${KEY}` } }), [
      { kind: 'awsAccessKey', line: 1, role: 'user' },
    ]);

    const clean = await withoutSecretsInside(edited);
    assert.deepEqual(await secretsInside(clean), []);
    assert.doesNotMatch(exportedJson(clean, 5), new RegExp(`${KEY}|hunter22x`));
  });

  it('takes out keys among the parameters, and nothing else of them', () => {
    const parameters = {
      api_key: CANARY,
      auth: { user: ['nested-canary-1'] },
      tokenizer: 'some-tokenizer',
      max_tokens: 100,
    };
    const clean = tokenCleaner(secretsOf({ url: 'https://example.com', headers: {}, parameters }));
    assert.equal(clean(`${CANARY} nested-canary-1 some-tokenizer`), '••• ••• some-tokenizer');
  });
});
