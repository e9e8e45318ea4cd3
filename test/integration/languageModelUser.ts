import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** VS Code's API as another extension has it (test/fixtures/extensions): what it asks, it asks as that extension. */
export async function otherExtension(): Promise<typeof vscode> {
  const found = vscode.extensions.getExtension<typeof vscode>('endpoint-chat-test.language-model-user');
  assert.ok(found, 'the other extension is installed');
  return found.activate();
}

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
