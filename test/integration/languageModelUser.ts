import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PracticeServer } from '../support/practiceServer';
import { isQuestion } from '../support/questions';
import { json, type ScriptedReply, type Step, sse } from '../support/scriptedReply';
import { practiceServer, setUserSetting, untilAnswered } from './support';

export const USAGE = { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 };

/** A real one, a grey pixel: VS Code looks into it. */
export const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

export type Protocol = 'openai' | 'envelope';

/** A piece of a streamed answer. */
export const chunk = (delta: object, finish: string | null = null): object => ({
  choices: [{ index: 0, delta, finish_reason: finish }],
});

/** An answer in either protocol. */
export function answer(protocol: Protocol, words: string, finish = 'stop'): ScriptedReply {
  if (protocol === 'envelope') {
    return {
      ...json({ code: 0, result: { answer: words, usage: { ...USAGE, finish_reason: finish } } }),
      when: isQuestion,
    };
  }
  const events = [chunk({ content: words }), chunk({}, finish), { choices: [], usage: USAGE }, '[DONE]'];
  return stream({ send: sse(...events) });
}

/** A streamed answer, step by step. */
export function stream(...steps: readonly Step[]): ScriptedReply {
  return { when: isQuestion, headers: { 'Content-Type': 'text/event-stream' }, steps };
}

type Content = Parameters<typeof vscode.LanguageModelChatMessage.User>[0];

/** Another extension, and a practice server as the one endpoint, anew for each test of a `describe`. */
export interface LanguageModelUser {
  readonly other: () => typeof vscode;
  readonly server: () => PracticeServer;
  readonly use: (protocol: Protocol, more?: object) => Promise<void>;
  readonly model: () => Promise<vscode.LanguageModelChat>;
  readonly user: (content: Content) => vscode.LanguageModelChatMessage;
}

export function useLanguageModels(): LanguageModelUser {
  let other: typeof vscode;
  let server: PracticeServer;

  before(async () => {
    other = await otherExtension();
  });
  beforeEach(async () => {
    server = await practiceServer();
    await use('openai');
  });
  afterEach(() => server.close());
  after(() => setUserSetting('endpoints', undefined));

  async function use(protocol: Protocol, more: object = {}): Promise<void> {
    const url = protocol === 'envelope' ? `${server.url}/api/v1/chat/completion_messages` : server.url;
    await setUserSetting('endpoints', [{ name: 'Practice', url, model: 'practice-model', ...more }]);
  }

  async function model(): Promise<vscode.LanguageModelChat> {
    let found: readonly vscode.LanguageModelChat[] = [];
    await untilAnswered('there is a model', async () => {
      found = await models(other, 'Practice/practice-model');
      return found.length > 0;
    });
    return found[0] ?? assert.fail('there is none');
  }

  return {
    other: () => other,
    server: () => server,
    use,
    model,
    user: content => other.LanguageModelChatMessage.User(content),
  };
}

/**
 * Whether VS Code tells who answers that nobody listens any more. 1.106 does so only until the answer has begun to be asked for:
 * its `$startChatRequest` does not hold on to the token.
 */
export const passesCancellationOn = Number(vscode.version.split('.')[1]) > 106;

/** VS Code's API as another extension has it (test/fixtures/extensions): what it asks, it asks as that extension. */
async function otherExtension(): Promise<typeof vscode> {
  const found = vscode.extensions.getExtension<typeof vscode>('endpoint-chat-test.language-model-user');
  assert.ok(found, 'the other extension is installed');
  return found.activate();
}

/** The models with this name that the extension is offered: one or none. */
export async function models(other: typeof vscode, id: string): Promise<readonly vscode.LanguageModelChat[]> {
  return other.lm.selectChatModels({ vendor: 'endpoint-chat', id });
}

/** All that comes, into a list that has what came also when it ends badly. */
export async function drain(
  { stream }: vscode.LanguageModelChatResponse,
  into: unknown[] = [],
): Promise<readonly unknown[]> {
  for await (const part of stream) into.push(part);
  return into;
}

/** How a request fails, and what came before. */
export async function failureOf(
  response: Thenable<vscode.LanguageModelChatResponse>,
): Promise<{ readonly parts: readonly unknown[]; readonly error: Error }> {
  const parts: unknown[] = [];
  try {
    await drain(await response, parts);
  } catch (error) {
    assert.ok(error instanceof Error);
    return { parts, error };
  }
  assert.fail('It ended without an error.');
}

export function text(parts: readonly unknown[]): string {
  return parts.map(part => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}

export function usageOf(parts: readonly unknown[]): unknown {
  const usage = parts.find(part => part instanceof vscode.LanguageModelDataPart && part.mimeType === 'usage');
  return usage instanceof vscode.LanguageModelDataPart ? JSON.parse(new TextDecoder().decode(usage.data)) : undefined;
}
