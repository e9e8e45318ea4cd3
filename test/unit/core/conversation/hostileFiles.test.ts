import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { isFact } from '../../../../media/facts';
import { titleOf } from '../../../../src/core/conversation/conversationTitle';
import { isConversationRecord } from '../../../../src/core/conversation/recordChecks';
import { requestMessages } from '../../../../src/core/conversation/requestMessages';
import { parseEndpoints } from '../../../../src/core/endpoints/endpoints';
import { errorDetails } from '../../../../src/core/errors';
import { usedTokens, viewMessages } from '../../../../src/core/page/snapshot';
import { createHistoryStore } from '../../../../src/core/store/historyStore';
import { parseJson } from '../../../../src/core/unknown';
import { stateOf } from '../../../page/fixtures';
import { hostileValue, mutationsOf } from '../../../support/hostileMessages';

const deep = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** As they are written. */
const RECORDS: readonly object[] = [
  { type: 'target', endpoint: 'E', model: 'm' },
  {
    type: 'question',
    id: 'q1',
    parts: [
      { type: 'text', text: 'Why?' },
      {
        type: 'file',
        name: 'a.ts',
        language: 'ts',
        text: 'x',
        lines: [1, 2],
        problems: ['line 1: no'],
        source: 'file:///a.ts',
      },
      { type: 'image', name: 'a.png', mediaType: 'image/png', data: 'AA', thumbnail: 'data:image/png;base64,AA==' },
    ],
  },
  { type: 'asked', id: 'a1', endpoint: 'E', model: 'm', at: 10 },
  { type: 'firstSend', id: 'a1', firstSend: { host: 'h', bytes: 10, tokens: 3 } },
  { type: 'delta', id: 'a1', text: 'Be', reasoning: '', at: 11 },
  { type: 'usage', id: 'a1', usage: { inputTokens: 3, outputTokens: 4 } },
  { type: 'ended', id: 'a1', at: 13, outcome: { status: 'complete', finishReason: 'stop' } },
  { type: 'continued', id: 'a1', at: 14 },
  {
    type: 'ended',
    id: 'a1',
    at: 15,
    outcome: { status: 'failed', error: { kind: 'server', message: 'no', serverMessage: 'no', status: 500 } },
  },
  { type: 'asked', id: 'a2', endpoint: 'E', model: 'm', at: 16, after: 'q1' },
  { type: 'chosen', id: 'a1' },
  { type: 'withdrawn', id: 'a2' },
  { type: 'restored', id: 'a2' },
];

describe('hostile JSON on disk and in settings (S23)', () => {
  let directory: string;

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'store-'));
  });
  after(() => rm(directory, { recursive: true, force: true }));

  /** Opens the file as a window does, and makes everything of it that is shown and sent. */
  async function open(lines: readonly string[]): Promise<number> {
    const head = JSON.stringify({ type: 'conversation', version: 1, id: 'c', createdAt: 1 });
    await writeFile(path.join(directory, 'c.jsonl'), [head, ...lines, ''].join('\n'));
    const conversation = await createHistoryStore({
      directory,
      onFailure: () => undefined,
      onFork: () => undefined,
    }).load('c');
    assert.ok(conversation);
    titleOf(conversation);
    usedTokens(conversation);
    requestMessages(conversation, '');
    const words = {
      error: (details: { readonly message: string }) => ({ title: details.message, remedies: [] }),
      notice: () => undefined,
      summary: () => undefined,
      firstSend: () => undefined,
    };
    const messages = conversation.entries.map(entry => viewMessages(conversation, words, 1)(entry));
    assert.ok(isFact(structuredClone(stateOf(messages))), 'the page can show it');
    return conversation.entries.length;
  }

  it('every record that is written is one', async () => {
    for (const record of RECORDS) assert.ok(isConversationRecord(record), JSON.stringify(record));
    assert.equal(await open(RECORDS.map(record => JSON.stringify(record))), 2);
  });

  it('a line that is anything else costs that line alone', async () => {
    const hostile = [
      '{"__proto__":{"type":"question","id":"x","parts":[]}}',
      '{"type":"__proto__"}',
      '{"type":"constructor","id":"x"}',
      '{"type":"question","id":"x","parts":"all"}',
      '{"type":"question","id":"x","parts":[null]}',
      '{"type":"question","id":"x","parts":[{"type":"text"}]}',
      '{"type":"question","id":"x","parts":[{"type":"constructor","text":"x"}]}',
      '{"type":"question","id":{"__proto__":null},"parts":[]}',
      '{"type":"question","id":"x","parts":[{"type":"image","name":"a","mediaType":"b","data":"c","thumbnail":"https://evil.test/a.png"}]}',
      '{"type":"asked","id":"x","endpoint":5,"model":"m","at":1}',
      '{"type":"asked","id":"x","endpoint":"E","model":"m","at":"9007199254740992"}',
      '{"type":"ended","id":"a1","at":1,"outcome":{"status":"failed"}}',
      '{"type":"ended","id":"a1","at":1,"outcome":{"status":"failed","error":{"kind":"constructor","message":"x"}}}',
      '{"type":"ended","id":"a1","at":1,"outcome":{"status":"failed","error":{"kind":"server","message":"x","serverMessage":{}}}}',
      '{"type":"usage","id":"a1","usage":[9007199254740992]}',
      `{"type":"delta","id":"a1","at":1,"reasoning":"","text":${deep(1000)}}`,
      deep(1000),
      deep(100_000),
      '[]',
      'null',
      '9007199254740992',
    ];
    for (const line of hostile) assert.ok(!isConversationRecord(parseJson(line)), line.slice(0, 100));
    const good = RECORDS.map(record => JSON.stringify(record));
    assert.equal(await open([...hostile, ...good, ...hostile]), 2);
  });

  it('whatever the lines are, the file opens, and the page can show it', async () => {
    const line = fc.oneof(mutationsOf(RECORDS), hostileValue).map(value => {
      try {
        return JSON.stringify(value) ?? 'null';
      } catch {
        return 'null';
      }
    });
    const property = fc.asyncProperty(fc.array(line, { maxLength: 30 }), async lines => void (await open(lines)));
    await fc.assert(property, { numRuns: 500 });
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });

  it('whatever the setting is, good endpoints are there, and the others are said in words', () => {
    const good = {
      name: 'Good',
      url: 'localhost:1',
      headers: { 'X-A': 'b' },
      parameters: { a: 1 },
      timeouts: { idle: 5 },
    };
    for (const hostile of [
      '{"__proto__":{"name":"Evil","url":"https://evil.test"}}',
      '{"name":"Evil","__proto__":{"url":"https://evil.test"}}',
      '{"name":"N","url":"localhost:2","contextWindow":9007199254740992}',
      '{"name":"N","url":"localhost:2","timeouts":{"idle":9007199254740992}}',
      `{"name":"N","url":"localhost:2","parameters":${deep(1000)}}`,
      `{"name":"N","url":${deep(1000)}}`,
      deep(1000),
    ]) {
      const { endpoints } = parseEndpoints([parseJson(hostile), good]);
      assert.ok(
        endpoints.some(({ name }) => name === 'Good'),
        hostile.slice(0, 80),
      );
      assert.ok(!endpoints.some(({ url }) => url.includes('evil')), hostile.slice(0, 80));
    }
    fc.assert(
      fc.property(mutationsOf([[good], [good, good]]), setting => {
        try {
          parseEndpoints(setting);
        } catch (error) {
          assert.fail(errorDetails(error).message);
        }
      }),
      { numRuns: 2000 },
    );
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });
});
