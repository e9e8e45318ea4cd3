import * as vscode from 'vscode';
import type { ImagePart, ImageType, Message, MessagePart, Role, TextPart, Tool } from '../../core/chat';
import { arrayField, field, isRecord, stringField } from '../../core/unknown';

type Content = vscode.LanguageModelChatRequestMessage['content'];

/** VS Code's messages in our words. One of which nothing is left, such as a model's thinking, is left out: servers refuse it. */
export function messagesOf(messages: readonly vscode.LanguageModelChatRequestMessage[]): readonly Message[] {
  return messages.map(messageOf).filter(({ parts }) => parts.length > 0);
}

/** One message with what of it we can send on. It has no parts where that is nothing. */
export function messageOf({ role, content }: vscode.LanguageModelChatRequestMessage): Message {
  return { role: roleOf(role), parts: content.flatMap(partOf) };
}

/** VS Code itself also sends instructions; their role has no name in its API. */
const SYSTEM = 3;

function roleOf(role: number): Role {
  if (role === vscode.LanguageModelChatMessageRole.Assistant) return 'assistant';
  return role === SYSTEM ? 'system' : 'user';
}

function partOf(part: Content[number]): readonly MessagePart[] {
  if (part instanceof vscode.LanguageModelToolCallPart) {
    const { callId, name, input } = part;
    return [{ type: 'toolCall', call: { id: callId, name, arguments: JSON.stringify(input ?? {}) } }];
  }
  if (part instanceof vscode.LanguageModelToolResultPart) {
    return [{ type: 'toolResult', callId: part.callId, content: part.content.flatMap(contentOf) }];
  }
  return contentOf(part);
}

function contentOf(part: unknown): readonly (TextPart | ImagePart)[] {
  if (part instanceof vscode.LanguageModelTextPart) return textPart(part.value);
  if (part instanceof vscode.LanguageModelDataPart) return dataPart(part);
  if (part instanceof vscode.LanguageModelPromptTsxPart) return textPart(promptText(field(part.value, 'node')));
  // VS Code's own, when it wants a message counted, are plain data.
  return field(part, 'type') === 'text' ? textPart(stringField(part, 'value') ?? '') : [];
}

function textPart(text: string): readonly TextPart[] {
  return text === '' ? [] : [{ type: 'text', text }];
}

const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const satisfies ImageType[];

function dataPart({ mimeType, data }: vscode.LanguageModelDataPart): readonly (TextPart | ImagePart)[] {
  const mediaType = IMAGE_TYPES.find(type => type === mimeType.replace('image/jpg', 'image/jpeg'));
  if (mediaType) return [{ type: 'image', name: 'image', mediaType, data: Buffer.from(data).toString('base64') }];
  if (/^text\/|[/+]json$/.test(mimeType)) return textPart(new TextDecoder().decode(data));
  // Without a slash it is none of the content, but a note of VS Code to its own models.
  return mimeType.includes('/') ? textPart(`[${mimeType}, ${data.byteLength} bytes]`) : [];
}

/** The words in a part of `@vscode/prompt-tsx`: a tree whose leaves have a text, one line each where they say so. */
function promptText(node: unknown): string {
  const text = stringField(node, 'text');
  if (text !== undefined) return field(node, 'lineBreakBefore') === true ? `\n${text}` : text;
  return arrayField(node, 'children').map(promptText).join('');
}

/** A tool whose schema says nothing takes an object without fields: some chat templates want one. */
export function toolOf({ name, description, inputSchema }: vscode.LanguageModelChatTool): Tool {
  const parameters = isRecord(inputSchema) ? inputSchema : { type: 'object', properties: {} };
  return { name, description, parameters };
}
