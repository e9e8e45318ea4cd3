import { withoutControls, withoutHidden } from '../safety/hiddenCharacters';
import type { CommitStyle } from './commitMessage';

/**
 * The commit message in what a model has written so far. Models wrap it in fences and quotation marks, introduce it, explain it
 * afterwards and put marks of Markdown around the subject; none of it belongs into the box. While the answer is still being
 * written (`ended` false), what may yet turn out to be such a thing is held back.
 */
export function cleanCommitMessage(
  written: string,
  ended: boolean,
  { subjectLimit, endsWithStop }: Pick<CommitStyle, 'subjectLimit' | 'endsWithStop'>,
): string {
  let text = withoutHidden(withoutControls(written)).replace(/\r\n?/g, '\n').trimStart();
  text = withoutIntroduction(text);
  if (!ended && isUndecided(text)) return '';
  text = withoutFence(text, ended);
  text = withoutIntroduction(text);
  text = withoutQuotationMarks(text);
  text = withoutMarkup(text);
  if (ended) text = withoutAfterword(text);
  text = text
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return ended ? shaped(text, subjectLimit, endsWithStop) : text;
}

/** Words that begin a line about the message instead of the message, and that a subject does not begin with. */
const INTRODUCTION =
  /^(?:here(?:['’]s| is| are)\b|sure\b|certainly\b|of course\b|okay[,.! ]|ok[,.!] |below is\b|absolutely\b|great[,!]|based on the|(?:the |a |suggested |proposed |generated |possible )?(?:git )?commit message\b|berikut\b|tentu\b|baik,|pesan commit\b|以下|这是|好的|当然|提交信息|提交消息|根据)/i;

/** These introduce something without a colon, too. */
const CHAT = /^(?:sure|certainly|of course|okay|ok|absolutely|great|tentu|baik|好的|当然)/i;

/** The word for what follows, with a colon, and then the message on the same line. */
const LABEL =
  /^(?:\*\*|__)?(?:(?:suggested |proposed |generated )?(?:git )?commit message|subject|title|pesan commit|提交信息|提交消息)(?:\*\*|__)?[:：](?:\*\*|__)?[ \t]*(?=\S)/i;

/** The first line is not there whole, and may be anything; or it introduces what is still to come. */
function isUndecided(text: string): boolean {
  const [first = '', ...rest] = text.split('\n');
  const plain = first.replace(MARKS, '');
  if (rest.length > 0) return rest.join('').trim() === '' && introduces(first);
  if (/^[`~]*$/.test(plain) || /^(?:`{3}|~{3})/.test(plain)) return true;
  // Short as it is, it may become the beginning of an introduction.
  return plain.length < 14 || INTRODUCTION.test(plain) || LABEL.test(text);
}

/** What Markdown puts around a line. */
const MARKS = /^[*_#\s]+|[*_\s]+$/g;

function introduces(line: string): boolean {
  const plain = line.replace(MARKS, '');
  return INTRODUCTION.test(plain) && (/[:：]$/.test(plain) || (CHAT.test(plain) && /[.!。！]$/.test(plain)));
}

function withoutIntroduction(text: string): string {
  const [first = '', ...rest] = text.split('\n');
  const follows = rest.join('\n').trimStart();
  return follows !== '' && introduces(first) ? withoutIntroduction(follows) : text.replace(LABEL, '');
}

/** The inside of a fence that begins the text; what comes after it is talk. */
function withoutFence(text: string, ended: boolean): string {
  const opening = /^[ \t]*(`{3,}|~{3,})[^\n]*\n/.exec(text);
  if (!opening) return text;
  const inside = text.slice(opening[0].length);
  const closing = new RegExp(`^[ \\t]*${opening[1]}[ \\t]*$`, 'm').exec(inside);
  if (closing) return inside.slice(0, closing.index).trim();
  return ended ? inside.trim() : inside.replace(/\n?[ \t]*[`~]{0,3}$/, '').trimStart();
}

const PAIRS: readonly (readonly [opening: string, closing: string])[] = [
  ['"""', '"""'],
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['‘', '’'],
  ['「', '」'],
  ['«', '»'],
];

/** Around the whole, or around the subject. A word in quotation marks at its beginning stays as it is. */
function withoutQuotationMarks(text: string): string {
  const whole = text.trimEnd();
  for (const [opening, closing] of PAIRS) {
    if (!whole.startsWith(opening)) continue;
    const inside = whole.slice(opening.length);
    const end = inside.indexOf(closing);
    // It may still come.
    if (end < 0) return inside.trimStart();
    if (end + closing.length === inside.length) return inside.slice(0, end).trim();
    if (inside.startsWith('\n', end + closing.length)) {
      return inside.slice(0, end) + inside.slice(end + closing.length);
    }
    if (inside.endsWith(closing) && inside.includes('\n')) return inside.slice(0, -closing.length).trim();
    return text;
  }
  return text;
}

/** A heading's sign, or stars around the subject. */
function withoutMarkup(text: string): string {
  return text
    .replace(/^#{1,6}[ \t]+/, '')
    .replace(/^\*\*([^\n]*?)\*\*(?=[ \t]*(?:\n|$))/, '$1')
    .replace(/^\*\*(?=[^\n*]*$)/, '');
}

const AFTERWORD =
  /^(?:let me know\b|feel free\b|i hope (?:this|that)\b|i (?:have |['’]ve )?(?:written|followed|kept|used)\b|th(?:is|e) (?:commit )?message (?:above |clearly )?(?:follows|describes|summari[sz]es|captures|uses|adheres|reflects|explains|keeps)\b|explanation\b|---$|would you like\b|if you(?:['’]d| would| want| need)\b.*\b(?:i can|let me know|adjust)\b|pesan (?:commit )?ini (?:mengikuti|menjelaskan)|semoga\b|希望这|如果您|(?:这个|该|此)提交信息)/i;

/** Paragraphs at the end that are about the message. */
function withoutAfterword(text: string): string {
  const paragraphs = text.split(/\n\s*\n/);
  const talk = paragraphs.findIndex(
    (paragraph, index) => index > 0 && AFTERWORD.test(paragraph.trim().replace(/^[*_>\s]+/, '')),
  );
  return talk < 0 ? text : paragraphs.slice(0, talk).join('\n\n');
}

/** A subject of the right length, and an empty line before the body. */
function shaped(text: string, limit: number | undefined, endsWithStop: boolean): string {
  const [first = '', ...rest] = text.split('\n');
  const subject = endsWithStop ? first : first.replace(/(?<=[^.…])[.。]$/, '');
  const [short, over] = limit === undefined ? [subject, ''] : shortened(subject, limit);
  const body = [over, rest.join('\n').trim()].filter(paragraph => paragraph !== '').join('\n\n');
  return body === '' ? short : `${short}\n\n${body}`;
}

/** A subject that is too long goes on in the body; nothing of it is lost. */
function shortened(subject: string, limit: number): readonly [short: string, over: string] {
  const characters = [...subject];
  if (characters.length <= limit) return [subject, ''];
  const fitting = characters.slice(0, limit + 1).join('');
  const [, sentence] = /^(.{20,}?)[.;。；]\s/.exec(fitting) ?? [];
  if (sentence !== undefined) return [sentence, subject.slice(sentence.length + 1).trim()];
  const room = characters.slice(0, limit - 1).join('');
  // Without spaces, as in Chinese, anywhere will do.
  const space = subject.startsWith(' ', room.length) ? room.length : room.lastIndexOf(' ');
  const end = space > limit / 2 ? space : room.length;
  return [`${subject.slice(0, end).trimEnd()}…`, `…${subject.slice(end).trim()}`];
}
