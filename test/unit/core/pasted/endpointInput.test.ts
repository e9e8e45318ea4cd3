import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isChatError } from '../../../../src/core/errors';
import { type EndpointInput, readEndpointInput } from '../../../../src/core/pasted/endpointInput';
import { REFUSED, UNDERSTOOD } from './pastedEndpoints';
import { DEKA, KEY } from './pastedWords';

describe('readEndpointInput', () => {
  it('is held to at least sixty pasted texts', () => assert.ok(UNDERSTOOD.length + REFUSED.length >= 60));

  for (const [what, pasted, expected] of UNDERSTOOD) {
    it(`understands ${what}`, () =>
      assert.deepEqual(readEndpointInput(pasted), { protocol: 'openai', notes: [], ...expected }));
  }

  for (const [what, pasted, sentence, isSecret = false] of REFUSED) {
    it(`refuses ${what} in words`, () => {
      assert.throws(
        () => readEndpointInput(pasted),
        error => {
          assert.ok(isChatError(error) && error.kind === 'config');
          assert.match(error.message, sentence);
          assert.match(error.message, /\.$/);
          assert.ok(!error.message.includes(KEY), 'the sentence repeats the key');
          assert.equal(error.details.holdsSecret === true, isSecret);
          return true;
        },
      );
    });
  }
});

/** What was read, or the problem; anything else that is thrown fails the test. */
function outcome(pasted: string): EndpointInput | string {
  try {
    return readEndpointInput(pasted);
  } catch (error) {
    assert.ok(isChatError(error), String(error));
    assert.equal(error.kind, 'config');
    return error.message;
  }
}

function assertKeptApart(pasted: string): void {
  const found = outcome(pasted);
  if (typeof found === 'string') {
    assert.ok(!found.includes(KEY), found);
    return;
  }
  const { token: _token, ...rest } = found;
  assert.ok(!JSON.stringify(rest).includes(KEY), JSON.stringify(rest));
}

describe('whatever is pasted', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'curl ',
      `"${DEKA}"`,
      DEKA,
      ' -H ',
      ' -d ',
      ' -u ',
      '"',
      "'",
      "$'",
      '\\',
      '^',
      '^"',
      '`',
      ' ',
      '\n',
      '{',
      '}',
      ':',
      ',',
    ),
    fc.constantFrom(
      '"Authorization": ',
      'Authorization: ',
      'Bearer ',
      'x-api-key: ',
      '"model":',
      '"m"',
      'api_key=',
      '?key=',
      '--json ',
    ),
    fc.string({ maxLength: 6 }),
  );
  const text = fc.array(piece, { maxLength: 14 }).map(pieces => pieces.join(''));

  it('ends in an endpoint or a sentence, never in another error', () => {
    fc.assert(
      fc.property(text, pasted => void outcome(pasted)),
      { numRuns: 1500 },
    );
  });

  it('never puts the token of a header into the address, the headers, the parameters or a sentence', () => {
    const command = fc.tuple(
      text,
      text,
      fc.constantFrom('Authorization: Bearer', 'Authorization:', 'x-api-key:', 'api-key:'),
    );
    fc.assert(
      fc.property(command, ([before, after, header]) => {
        assertKeptApart(`curl ${before} -H "${header} ${KEY}" ${after}`);
        assertKeptApart(`curl ${DEKA} -H "${header} ${KEY}" ${before} ${after}`);
        assertKeptApart(`curl ${DEKA} ${before} -H "${header} ${KEY}" ${after}`);
      }),
      { numRuns: 500 },
    );
  });
});
