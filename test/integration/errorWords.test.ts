import assert from 'node:assert/strict';
import { type ChatErrorDetails, CODES } from '../../src/core/errors';
import { errorWords } from '../../src/vscode/errorWords';

const request = 'POST https://api.corp.test:8443/v1/chat/completions';
const network = (fault: NonNullable<ChatErrorDetails['fault']>, more: Partial<ChatErrorDetails> = {}) =>
  ({ kind: 'network', fault, message: '', request, ...more }) as const;

/** What a user reads for each failure, and the buttons, first the one that helps most. */
const failures: readonly (readonly [details: ChatErrorDetails, title: RegExp, remedies: readonly string[]])[] = [
  [
    { kind: 'internal', code: CODES.conversationGone, message: 'In English' },
    /^This conversation is not there any more$/,
    ['showLog'],
  ],
  [
    { kind: 'internal', code: CODES.nameNotSaved, message: 'In English', serverMessage: 'EROFS' },
    /^The name of the conversation cannot be saved$/,
    ['showLog'],
  ],
  [{ kind: 'internal', message: 'In English' }, /^Something went wrong: In English$/, ['showLog']],
  [network('offline'), /not connected to a network/, ['retry', 'openSettings', 'checkConnection']],
  [network('dns'), /host api\.corp\.test:8443 was not found/, ['openSettings', 'retry', 'checkConnection']],
  [network('refused'), /Nothing answers at api\.corp\.test:8443/, ['retry', 'openSettings', 'checkConnection']],
  [
    network('tls', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
    /certificate of .* is not trusted/,
    ['checkConnection', 'retry', 'openSettings'],
  ],
  [
    network('proxy', { proxy: 'proxy.corp:3128' }),
    /proxy proxy\.corp:3128 cannot be reached/,
    ['openProxySettings', 'retry', 'checkConnection'],
  ],
  [
    network('proxy', { proxy: 'proxy.corp:3128', status: 407 }),
    /proxy proxy\.corp:3128 wants a user name and a password \(407\)/,
    ['openProxySettings', 'retry', 'checkConnection'],
  ],
  [
    network('proxy', { proxy: 'proxy.corp:3128', status: 403 }),
    /proxy proxy\.corp:3128 did not let the request through \(403\)/,
    ['openProxySettings', 'retry', 'checkConnection'],
  ],
  [
    network('proxy', { proxy: 'proxy.corp:1080', code: CODES.proxyKind }),
    /proxy proxy\.corp:1080 is of a kind that is not supported/,
    ['openProxySettings', 'retry', 'checkConnection'],
  ],
  [network('reset'), /closed the connection without an answer/, ['retry', 'openSettings', 'checkConnection']],
  [
    { kind: 'timeout', message: '', request, limit: { phase: 'connect', seconds: 10 } },
    /No connection .* within 10 s/,
    ['retry', 'openSettings', 'checkConnection'],
  ],
  [
    { kind: 'timeout', message: '', request, limit: { phase: 'firstByte', seconds: 120 } },
    /sent nothing for 120 s.*slow model/,
    ['retry', 'openSettings', 'checkConnection'],
  ],
  [
    { kind: 'timeout', message: '', request, limit: { phase: 'idle', seconds: 90 } },
    /stopped sending.* 90 s/,
    ['retry', 'openSettings', 'checkConnection'],
  ],
  [
    { kind: 'unauthorized', message: '', status: 401, withoutToken: true },
    /wants a token \(401\)/,
    ['setToken', 'retry', 'checkConnection'],
  ],
  [
    { kind: 'unauthorized', message: '', status: 401 },
    /refused the token \(401\)/,
    ['setToken', 'retry', 'checkConnection'],
  ],
  [
    { kind: 'notFound', message: '', status: 404 },
    /does not know this address or model \(404\)/,
    ['chooseModel', 'openSettings', 'checkConnection'],
  ],
  [
    { kind: 'rateLimited', message: '', status: 429 },
    /busy, or your limit is reached \(429\)/,
    ['retry', 'chooseModel'],
  ],
  [
    { kind: 'rateLimited', message: '', status: 429, retryAfterSeconds: 7000 },
    /Ask again in 2 h/,
    ['retry', 'chooseModel'],
  ],
  [{ kind: 'tooLong', message: '', status: 400 }, /too long for this model/, ['chooseModel']],
  [
    { kind: 'server', message: '', status: 422 },
    /refused the request.*\(422\)/,
    ['chooseModel', 'openSettings', 'retry'],
  ],
  [
    { kind: 'server', message: '', status: 503, retryAfterSeconds: 600 },
    /could not answer \(503\)\. Ask again in 10 min/,
    ['retry', 'checkConnection', 'showLog'],
  ],
  [{ kind: 'server', message: '', status: 503 }, /could not answer \(503\)/, ['retry', 'checkConnection', 'showLog']],
  [
    { kind: 'protocol', message: '', status: 200 },
    /not the reply of a chat endpoint \(200\)/,
    ['openSettings', 'retry', 'checkConnection'],
  ],
  [
    { kind: 'protocol', message: '', status: 204, code: CODES.emptyReply },
    /empty reply \(204\)/,
    ['openSettings', 'retry', 'checkConnection'],
  ],
  [{ kind: 'protocol', message: '', code: CODES.tooLarge }, /longer than any answer/, ['retry']],
  [
    { kind: 'protocol', message: '', status: 302, code: CODES.redirect },
    /at another address \(302\)\. Nothing was sent there/,
    ['openSettings', 'checkConnection'],
  ],
  [{ kind: 'truncated', message: '' }, /ended before the answer did/, ['retry']],
  [
    { kind: 'config', message: '', code: CODES.plainHttp, request },
    /Nothing was sent: without https.*api\.corp\.test:8443/,
    ['openSettings', 'allowPlainHttp'],
  ],
  [{ kind: 'config', message: '', code: CODES.forbiddenAddress }, /Nothing was sent.*cloud machine/, ['openSettings']],
  [
    { kind: 'config', message: '', code: CODES.addressChanged, request, tokenOrigin: 'https://old.corp.test' },
    /Nothing was sent: the address .* has changed to api\.corp\.test:8443\. The token for old\.corp\.test is not sent/,
    ['setToken', 'retry', 'sendWithoutToken', 'openSettings'],
  ],
  [
    { kind: 'config', message: '', code: CODES.keysElsewhere, request, tokenOrigin: 'https://old.corp.test' },
    /Nothing was sent: .* has changed to api\.corp\.test:8443\. The headers with a key were for old\.corp\.test/,
    ['sendWithoutToken', 'retry', 'openSettings'],
  ],
  [
    { kind: 'config', message: '', code: CODES.tokenGone, request },
    /Nothing was sent: the token for api\.corp\.test:8443 is no longer in/,
    ['setToken', 'retry', 'sendWithoutToken', 'keyringHelp'],
  ],
  [
    { kind: 'config', message: '', code: CODES.tokenNotRead },
    /could not read the token from the system’s keyring/,
    ['retry', 'setToken', 'keyringHelp'],
  ],
  [{ kind: 'config', message: '', code: CODES.tokenNotSaved }, /not saved.*this window only/, ['keyringHelp']],
  [{ kind: 'config', message: '', code: CODES.tokenNotRemoved }, /could not remove the token/, ['keyringHelp']],
  [{ kind: 'config', message: '', code: CODES.endpointsNotList }, /is not a list. Mend it first/, ['openSettings']],
  [{ kind: 'config', message: '', code: CODES.notHttp }, /does not allow a header/, ['openSettings']],
  [{ kind: 'config', message: '', code: CODES.noEndpoint }, /Add an endpoint first/, ['addEndpoint']],
  [{ kind: 'config', message: '', code: CODES.noModel }, /Choose a model first/, ['chooseModel']],
  [{ kind: 'internal', message: 'oops' }, /Something went wrong: oops/, ['showLog']],
];

describe('the words for a failure', () => {
  for (const [details, title, remedies] of failures) {
    const name = [details.kind, details.fault, details.limit?.phase, details.status, details.code];
    it(name.filter(part => part !== undefined).join(' '), () => {
      const words = errorWords(details);
      assert.match(words.title, title);
      assert.deepEqual(
        words.remedies.map(({ remedy }) => remedy),
        remedies,
      );
    });
  }

  it('never call a token refused that was not sent (S9)', () => {
    for (const [details] of failures.filter(
      ([{ code }]) => code?.startsWith('TOKEN_') || code === CODES.addressChanged,
    ))
      assert.doesNotMatch(errorWords(details).title, /refused/);
  });

  it('are different for every fault of the network', () => {
    const titles = failures.filter(([{ kind }]) => kind === 'network').map(([details]) => errorWords(details).title);
    assert.equal(new Set(titles).size, titles.length);
  });

  it('offer a better address first, by its path where the host is the same', () => {
    const suggestedUrl = 'https://api.corp.test:8443/openai/v1/chat/completions';
    const same = errorWords({ kind: 'notFound', message: '', status: 404, request, suggestedUrl });
    assert.deepEqual(same.remedies[0], { remedy: 'useAddress', label: 'Use /openai/v1/chat/completions' });
    const moved = errorWords({ ...network('dns'), suggestedUrl: 'https://new.test/v1/chat/completions' });
    assert.equal(moved.remedies[0]?.label, 'Use https://new.test/v1/chat/completions');
  });
});
