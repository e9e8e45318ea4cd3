import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Client } from '../../src/core/client/client';
import { parseEndpoints } from '../../src/core/endpoints/endpoints';
import { logRequest, withTracedText } from '../../src/vscode/requestLog';
import { memoryLog } from '../support/memoryLog';

const record = {
  endpoint: 'Gateway',
  model: 'qwen',
  request: 'POST https://api.corp.test/v1/chat/completions',
  way: 'proxy proxy.corp:3128',
  status: 200,
  connected: 12.3,
  replied: 100,
  firstWord: 320,
  total: 2100,
  usage: { inputTokens: 55, outputTokens: 120 },
  outcome: 'complete',
} as const;

describe('the request log', () => {
  it('has one line for a request: whom, how, how long, how many tokens, and how it ended', () => {
    const log = { ...memoryLog(), logLevel: vscode.LogLevel.Info };
    logRequest(log, record);
    assert.deepEqual(log.lines, [
      'info: Gateway | qwen | POST https://api.corp.test/v1/chat/completions | proxy proxy.corp:3128 | 200 | ' +
        'connected 12 ms | replied 100 ms | first word 320 ms | total 2100 ms | 55 tokens in, 120 out | complete',
    ]);
  });

  it('tells a failure with its kind, and the server’s words at trace level only: they may quote the question', () => {
    const error = { kind: 'rateLimited', message: 'The server answered 429.', serverMessage: 'slow down' } as const;
    const failed = { ...record, status: 429, outcome: 'failed', error } as const;
    const log = { ...memoryLog(), logLevel: vscode.LogLevel.Debug };
    logRequest(log, failed);
    assert.match(log.lines.join(), /^error: .*\| 429 \|.*failed \| rateLimited \| The server answered 429\.$/);
    const tracing = { ...memoryLog(), logLevel: vscode.LogLevel.Trace };
    logRequest(tracing, failed);
    assert.equal(tracing.lines.at(-1), 'trace: refused: slow down');
  });

  const chatting: Client = {
    async *chat() {
      yield { type: 'text', text: 'the answer' };
    },
    models: async () => undefined,
    prepare: async () => undefined,
    close: async () => undefined,
    async *check() {},
  };
  const [endpoint] = parseEndpoints([{ name: 'test', url: 'http://localhost:1' }]).endpoints;

  async function linesAt(logLevel: vscode.LogLevel, isPrivate = false): Promise<readonly string[]> {
    assert.ok(endpoint);
    const log = { ...memoryLog(), logLevel };
    const messages = [{ role: 'user', parts: [{ type: 'text', text: 'the question' }] }] as const;
    const request = { model: 'm', messages, parameters: {}, stream: true, isPrivate };
    const client = withTracedText(chatting, log);
    for await (const _event of client.chat(endpoint, request, new AbortController().signal));
    return log.lines;
  }

  it('holds no word of what was said', async () => {
    assert.deepEqual(await linesAt(vscode.LogLevel.Debug), []);
  });

  it('holds question and answer at trace level, and says so first', async () => {
    const [warning, sent, received] = await linesAt(vscode.LogLevel.Trace);
    assert.match(warning ?? '', /what you and the model write is in the log/);
    assert.match(sent ?? '', /the question/);
    assert.match(received ?? '', /the answer/);
  });

  it('holds no word of a private conversation at any level, nor what a server says of it', async () => {
    assert.deepEqual(await linesAt(vscode.LogLevel.Trace, true), []);
    const log = { ...memoryLog(), logLevel: vscode.LogLevel.Trace };
    const error = { kind: 'server', message: 'The server answered 500.', serverMessage: 'the question' } as const;
    logRequest(log, { ...record, outcome: 'failed', error, isPrivate: true });
    assert.equal(log.lines.length, 1);
    assert.doesNotMatch(log.lines.join(), /the question/);
  });
});
