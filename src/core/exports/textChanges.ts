import type { Part } from '../chat';
import type { Answer, Conversation, Entry, FirstSend } from '../conversation/conversation';
import type { ChatErrorDetails } from '../errors';

/** What a text becomes. `file`: the name of the file whose text it is. */
export type TextChange = (text: string, file?: string) => string;

/** The conversation with every text in it changed that someone has written: users, models, servers. Pictures stay as they are. */
export function withTextsChanged(conversation: Conversation, change: TextChange): Conversation {
  const entry = (of: Entry): Entry =>
    of.role === 'user' ? { ...of, parts: partsChanged(of.parts, change) } : answer(of);
  const answer = (of: Answer): Answer => ({
    ...changed(of, ['endpoint', 'model', 'text', 'reasoning', 'finishWord'], change),
    ...(of.firstSend ? { firstSend: changed<FirstSend>(of.firstSend, ['host'], change) } : {}),
    ...(of.error ? { error: changed(of.error, ERROR_TEXTS, change) } : {}),
  });
  const { entries, aside, target, label } = conversation;
  return {
    ...conversation,
    entries: entries.map(entry),
    aside: aside.map(entry),
    ...(target ? { target: changed(target, ['endpoint', 'model'], change) } : {}),
    ...(label ? { label: changed(label, ['title'], change) } : {}),
  };
}

const ERROR_TEXTS: readonly (keyof ChatErrorDetails & string)[] = [
  ...(['message', 'serverMessage', 'request', 'code'] as const),
  ...(['suggestedUrl', 'tokenOrigin', 'proxy'] as const),
];

function partsChanged(parts: readonly Part[], change: TextChange): readonly Part[] {
  return parts.map(part => {
    if (part.type === 'text') return changed(part, ['text'], change);
    if (part.type === 'image') return changed(part, ['name'], change);
    const { name, text, problems, context } = part;
    return {
      ...changed(part, ['name', 'language', 'source'], change),
      text: change(text, name),
      ...(problems ? { problems: problems.map(problem => change(problem)) } : {}),
      ...(context ? { context: changed(context, ['label', 'detail'], change) } : {}),
    };
  });
}

function changed<T extends object>(value: T, names: readonly (keyof T & string)[], change: TextChange): T {
  const texts = names.flatMap(name => {
    const text = value[name];
    return typeof text === 'string' ? [[name, change(text)] as const] : [];
  });
  return { ...value, ...Object.fromEntries(texts) };
}
