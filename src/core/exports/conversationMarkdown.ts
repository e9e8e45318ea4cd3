import type { FilePart, ImagePart } from '../chat';
import { type Answer, type Conversation, type Question, questionText } from '../conversation/conversation';
import { titleOf } from '../conversation/conversationTitle';
import { closed, codeBlock, codeLine, plainLine, quoted } from './markdownText';

/** What the document says in the user's language. */
export interface MarkdownWords {
  /** For a conversation that has no title. */
  readonly untitled: string;
  readonly you: string;
  readonly date: (time: number) => string;
  readonly thought: (milliseconds: number | undefined) => string;
  readonly image: string;
  /** `lines 3–9` */
  readonly lines: (first: number, last: number) => string;
  /** Why an answer ended where it did, and how it failed; undefined where there is nothing to say. */
  readonly ending: (answer: Answer) => string | undefined;
}

/** A conversation for people to read, the way of it that is shown. */
export function conversationMarkdown(conversation: Conversation, words: MarkdownWords): string {
  const title = plainLine(titleOf(conversation)) || plainLine(words.untitled);
  const blocks = conversation.entries.flatMap(entry =>
    entry.role === 'user' ? questionBlocks(entry, words) : answerBlocks(entry, words),
  );
  // In emphasis: a line that begins with `3.` would be a list.
  const when = `*${plainLine(words.date(conversation.createdAt))}*`;
  return `${[`# ${title}`, when, ...blocks].filter(block => block !== '').join('\n\n')}\n`;
}

function questionBlocks(question: Question, words: MarkdownWords): readonly string[] {
  const along = question.parts.flatMap(part => {
    if (part.type === 'text') return [];
    return part.type === 'file' ? fileBlocks(part, words) : [imageLine(part, words)];
  });
  return [`## ${plainLine(words.you)}`, closed(questionText(question)), ...along];
}

/** What is no file is called as its chip says it: `Changes`, `Problems`. */
function fileBlocks(
  { name, language, text, lines, problems, context }: FilePart,
  words: MarkdownWords,
): readonly string[] {
  const what = context ? `**${plainLine(context.label)}**` : codeLine(name);
  const where = lines ? `${what}, ${plainLine(words.lines(...lines))}` : what;
  const reported = problems && problems.length > 0 ? [quoted(problems.map(plainLine).join('\n\n'))] : [];
  return [where, codeBlock(text, language), ...reported];
}

function imageLine({ name }: ImagePart, words: MarkdownWords): string {
  return `${plainLine(words.image)}: ${codeLine(name)}`;
}

function answerBlocks(answer: Answer, words: MarkdownWords): readonly string[] {
  const { model, endpoint, text, reasoning } = answer;
  const ending = words.ending(answer);
  return [
    `## ${plainLine(model)} · ${plainLine(endpoint)}`,
    ...(reasoning.trim() === '' ? [] : reasoningBlocks(answer, words)),
    closed(text),
    ...(ending === undefined ? [] : [quoted(plainLine(ending))]),
  ];
}

/** Folded, and set off: what a model thinks may hold an end of what folds it. */
function reasoningBlocks({ reasoning, firstThoughtAt, thoughtUntil }: Answer, words: MarkdownWords): readonly string[] {
  const time = firstThoughtAt === undefined || thoughtUntil === undefined ? undefined : thoughtUntil - firstThoughtAt;
  const summary = words.thought(time).replace(/[<&]/g, sign => (sign === '<' ? '&lt;' : '&amp;'));
  const text = reasoning.replace(/<\/(?=(?:details|blockquote)\b)/gi, '&lt;/');
  return ['<details>', `<summary>${summary}</summary>`, quoted(text), '</details>'];
}
