import type { FillIn, Message } from '../chat';
import { freeMark } from '../code/freeMark';
import type { CursorContext } from './cursorContext';
import { type Excerpt, excerptAround } from './excerpt';

/** Words that stand for something in what is sent, and that the file itself does not contain. */
export interface Marks {
  /** Stands where the text is wanted. */
  readonly cursor: string;
  /** On a line of its own: stands for lines that are left out. */
  readonly gap: string;
}

/** Made of the context alone: those in an answer are known again without being kept. */
export function marksFor({ before, after, earlier = '' }: CursorContext): Marks {
  const isFree = (mark: string): boolean => ![before, after, earlier].some(text => text.includes(mark));
  return { cursor: freeMark('CURSOR', isFree), gap: freeMark('LINES LEFT OUT', isFree) };
}

function instructions({ cursor, gap }: Marks, hasGaps: boolean): string {
  return [
    'You complete code at the cursor.',
    `The user sends a file in which ${cursor} marks the cursor.`,
    ...(hasGaps ? [`A line ${gap} stands for lines that were left out here; they are still in the file.`] : []),
    `Reply with exactly the text that belongs at ${cursor} and nothing else:`,
    'no explanation, no code fence, no repetition of the code before or after it.',
    'Keep the indentation and style of the file. Stop when the statement, block or sentence is complete.',
  ].join(' ');
}

/** The messages that ask a chat model for the text at the cursor. */
export function completionMessages(context: CursorContext): readonly Message[] {
  const marks = marksFor(context);
  const excerpt = excerptAround(context);
  const gap = `${marks.gap}\n`;
  const text = `${textBefore(excerpt, gap)}${marks.cursor}${textAfter(excerpt, gap)}`;
  const words = instructions(marks, text.includes(marks.gap));
  return [
    { role: 'system', parts: [{ type: 'text', text: words }] },
    { role: 'user', parts: [{ type: 'file', name: context.path, language: context.language, text }] },
  ];
}

/** The same for a model that fills in. It knows no instructions: a gap is a comment there. */
export function fillIn(context: CursorContext): FillIn {
  const excerpt = excerptAround(context);
  const gap = `${comment('...', context.language)}\n`;
  return { before: textBefore(excerpt, gap), after: textAfter(excerpt, '') };
}

function textBefore({ before, cutAbove }: Excerpt, gap: string): string {
  return `${cutAbove ? gap : ''}${before.map(({ text }) => text).join(gap)}`;
}

function textAfter({ after, cutBelow }: Excerpt, gap: string): string {
  if (!cutBelow || gap === '') return after;
  return after.endsWith('\n') ? after + gap : `${after}\n${gap}`;
}

const HASH = /^(python|ruby|perl|r|shellscript|yaml|toml|dockerfile|makefile|powershell|elixir|julia|coffeescript)$/;

function comment(words: string, language: string): string {
  if (/^(html|xml|markdown|vue|svelte)$/.test(language)) return `<!-- ${words} -->`;
  if (/^(sql|lua|haskell|ada)$/.test(language)) return `-- ${words}`;
  return `${HASH.test(language) ? '#' : '//'} ${words}`;
}
