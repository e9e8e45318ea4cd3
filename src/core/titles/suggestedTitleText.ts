import { withoutThinking } from '../completion/answerTokens';
import { parseJson, stringField } from '../unknown';
import { cleanTitle } from './titleText';

/** Characters of a title that reads well in a list. */
const TITLE_LENGTH = 60;
/** Who writes more than this on a line has not written a title. */
const SENTENCE_LENGTH = 120;

/** Words before the title, with a colon. */
const LABEL =
  /^(?:(?:sure|certainly|of course|okay|ok)[,.!]?\s+)?(?:here(?:['’]s| is)\s+)?(?:(?:a|the|my)\s+)?(?:(?:short|concise|suggested|possible|conversation|chat)\s+)*(?:title|judul|标题|题目)[^:：\n]{0,40}[:：]\s*/i;
/** A line that only says that a title follows. */
const INTRODUCTION = /^(?:sure|certainly|of course|okay|ok|here\b|berikut|tentu|以下|好的|当然)[^\n]*[:：.!。]$/i;
const REFUSAL =
  /^(?:i['’]?m sorry|sorry\b|i (?:can['’]?t|cannot|am unable)|as an ai\b|unfortunately\b|maaf\b|抱歉|对不起)/i;
const NO_TITLE =
  /^(?:untitled|(?:new |the )?(?:chat|conversation)(?: title)?|title|none|n\/?a|null|undefined|tanpa judul|judul|新对话|标题|无标题)$/i;
/** `**Title:** …` */
const BOLD_LABEL = /^(\*\*|__)([^*_]{1,60}[:：])\1\s*/;
/** The marks of Markdown around a line or at its beginning. */
const BEGINS = /^(?:#{1,6}\s+|[-*+•]\s+|\d{1,2}[.)]\s+|>\s*)/;
const PAIRS: readonly (readonly [string, string])[] = [
  ...[['**', '**'] as const, ['__', '__'] as const, ['`', '`'] as const, ['*', '*'] as const],
  ...[['"', '"'] as const, ["'", "'"] as const, ['“', '”'] as const, ['‘', '’'] as const],
  ...[['«', '»'] as const, ['「', '」'] as const, ['『', '』'] as const, ['《', '》'] as const],
];

/** The title in what a model has written, or undefined where there is none: then the beginning of the first question stays. */
export function cleanSuggestedTitle(written: string): string | undefined {
  const answer = withoutThinking(written).trim();
  const lines = answer.split(/\r\n|\r|\n/).map(line => line.trim());
  const worded = lines.filter(line => line !== '' && !/^(?:`{3}|~{3})/.test(line) && !/^<[^>]*>$/.test(line));
  const first = worded.find((line, index) => index === worded.length - 1 || !INTRODUCTION.test(line)) ?? '';
  const line = stringField(parseJson(first), 'title') ?? first;
  if (line.length > SENTENCE_LENGTH) return undefined;
  const title = withoutMarks(cleanTitle(line));
  const isTitle = /[\p{L}\p{N}]/u.test(title) && !REFUSAL.test(title) && !NO_TITLE.test(title) && !/<\/?\w/.test(title);
  return isTitle ? shortened(title) : undefined;
}

/** As long as something comes off: `**Title: "Why"**.` has four layers. */
function withoutMarks(line: string): string {
  let text = line;
  for (;;) {
    const before = text;
    text = text
      .replace(BEGINS, '')
      .replace(BOLD_LABEL, '$2 ')
      .replace(LABEL, '')
      .replace(/(?<=[^.…])[.。]$/, '')
      .trim();
    for (const [opening, closing] of PAIRS) {
      const inside = text.slice(opening.length, -closing.length);
      const isPair =
        text.length > opening.length + closing.length && text.startsWith(opening) && text.endsWith(closing);
      if (isPair && !inside.includes(closing)) text = inside.trim();
    }
    if (text === before) return text;
  }
}

function shortened(title: string): string {
  const characters = [...title];
  if (characters.length <= TITLE_LENGTH) return title;
  const room = characters.slice(0, TITLE_LENGTH - 1).join('');
  const space = room.lastIndexOf(' ');
  return `${(space > TITLE_LENGTH / 2 ? room.slice(0, space) : room).replace(/[\s,;:–-]+$/, '')}…`;
}
