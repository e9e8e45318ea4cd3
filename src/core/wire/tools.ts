import type { ChatRequest, ImagePart, Message, MessagePart, ToolResultPart } from '../chat';
import { messageContent, messageText } from './messages';

/** The tools of a request as its body has them; nothing where there are none. */
export function toolFields({ tools = [], toolChoice }: ChatRequest): object {
  if (tools.length === 0) return {};
  return {
    tools: tools.map(({ name, description, parameters }) => ({
      type: 'function',
      function: { name, description, parameters },
    })),
    // `auto` is what holds without it, and not every server that knows tools knows this field.
    ...(toolChoice === 'required' ? { tool_choice: 'required' } : {}),
  };
}

/**
 * Messages as OpenAI has them. A result is a message of its own there, and must follow the calls at once: whatever else was
 * said with results, and their images, which have no place in them, come after the last of them.
 */
export function wireMessages(messages: readonly Message[]): readonly object[] {
  const wired: object[] = [];
  let later: object[] = [];
  for (const message of messages) {
    const results = message.parts.filter(part => part.type === 'toolResult');
    if (results.length === 0) {
      wired.push(...later, wireMessage(message));
      later = [];
      continue;
    }
    wired.push(...results.map(toolMessage));
    const parts = [...results.flatMap(imagesOf), ...message.parts.filter(part => part.type !== 'toolResult')];
    if (parts.length > 0) later.push(wireMessage({ role: 'user', parts }));
  }
  return [...wired, ...later];
}

function wireMessage(message: Message): object {
  const calls = message.parts.filter(part => part.type === 'toolCall');
  if (calls.length === 0) return { role: message.role, content: messageContent(message) };
  const said = { ...message, parts: message.parts.filter(part => part.type !== 'toolCall') };
  return {
    role: message.role,
    // Not an empty text, which some servers refuse.
    content: said.parts.length === 0 ? null : messageContent(said),
    tool_calls: calls.map(({ call: { id, name, arguments: written } }) => ({
      id,
      type: 'function',
      function: { name, arguments: written },
    })),
  };
}

function toolMessage({ callId, content }: ToolResultPart): object {
  return { role: 'tool', tool_call_id: callId, content: messageText({ role: 'user', parts: content }) };
}

function imagesOf({ callId, content }: ToolResultPart): readonly MessagePart[] {
  const images: readonly ImagePart[] = content.filter(part => part.type === 'image');
  return images.length === 0 ? [] : [{ type: 'text', text: `[Images of the tool call ${callId}]` }, ...images];
}

/** The request for a model that calls no tools: nothing to call, and what was called is told as text instead of being lost. */
export function withoutTools({ tools: _tools, toolChoice: _choice, ...request }: ChatRequest): ChatRequest {
  return { ...request, messages: request.messages.map(toldAsText) };
}

function toldAsText(message: Message): Message {
  return { ...message, parts: message.parts.flatMap(partAsText) };
}

function partAsText(part: MessagePart): readonly MessagePart[] {
  if (part.type === 'toolCall') return [{ type: 'text', text: messageText({ role: 'assistant', parts: [part] }) }];
  if (part.type !== 'toolResult') return [part];
  const text = messageText({ role: 'user', parts: [part] });
  return [{ type: 'text', text }, ...part.content.filter(({ type }) => type === 'image')];
}
