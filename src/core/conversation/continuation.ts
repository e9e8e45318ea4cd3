/**
 * An answer that was cut goes on in a second reply. No protocol has a word for that which all servers know, so the model is
 * asked in words, and does what models do: it says the last words again, or opens the code block anew that is still open.
 */

/** What a model is told, after its own unfinished answer. */
export function continueInstruction(written: string): string {
  const insideCode = opensFence(written)
    ? ' You are inside a code block that is still open: go on with the code itself, without opening the block again.'
    : '';
  return `Your answer was cut off. Go on exactly where it ended, in the middle of the line or word if need be. Repeat nothing and say nothing about the cut.${insideCode}`;
}

/** Joins a second reply to what was written before it. */
export interface Continuation {
  /** What of the reply so far can be shown: nothing while it may still turn out to be a repetition. */
  take(text: string): string;
  /** The reply is over: what was still held back. */
  end(): string;
}

/** Characters of the end of an answer that a model may say again. */
const longestRepetition = 400;

/** Characters from which on a repetition is no accident. A line, or some words, that are begun again may be shorter. */
const shortestRepetition = 12;
const shortestBeginning = 3;

/** One for each reply. `written` is the answer so far, of which the last 400 characters are known again. */
export function continueAfter(written: string): Continuation {
  const insideCode = opensFence(written);
  const tail = written.slice(-longestRepetition);
  let held: string | undefined = '';

  return {
    take(text) {
      if (held === undefined) return text;
      held += text;
      const rest = withoutFence(held, insideCode);
      if (rest === undefined || mayRepeat(rest, tail)) return '';
      held = undefined;
      return withoutRepetition(rest, tail);
    },
    end() {
      const reply = held ?? '';
      // What has not become a fence that opens, such as one that closes the block, is part of the answer.
      const rest = withoutFence(reply, insideCode) ?? (opensAgain(reply.trim()) ? '' : reply);
      held = undefined;
      return withoutRepetition(rest, tail);
    },
  };
}

const fenceLine = /^ {0,3}(`{3,}|~{3,})([^\n]*)$/;

/** Whether the text ends inside a code block. */
function opensFence(text: string): boolean {
  let open: string | undefined;
  for (const line of text.split('\n')) {
    // Inside a list or a quote a fence stands further in.
    const [, marks = '', info = ''] = fenceLine.exec(line.replace(/^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)?/, '')) ?? [];
    if (marks === '') continue;
    if (open === undefined) open = marks[0] === '`' && info.includes('`') ? undefined : marks;
    else if (marks[0] === open[0] && marks.length >= open.length && info.trim() === '') open = undefined;
  }
  return open !== undefined;
}

/** The reply without a fence that opens again what is open; undefined while its first line may still become one. */
function withoutFence(reply: string, insideCode: boolean): string | undefined {
  if (!insideCode) return reply;
  const [, blank = '', line = '', after] = /^(\s*)([^\n]*)(\n[\s\S]*)?$/.exec(reply) ?? [];
  if (opensAgain(line) && after !== undefined) return after.slice(1);
  const mayBecomeFence = after === undefined && /^(?:$|`{1,2}$|~{1,2}$|(`{3,}|~{3,})[\w+#.-]*\s*$)/.test(line);
  return mayBecomeFence && blank.length + line.length < longestRepetition ? undefined : reply;
}

function opensAgain(line: string): boolean {
  return /^(`{3,}|~{3,})[\w+#.-]+\s*$/.test(line);
}

/** Whether more of the reply could still show that it repeats the end of what was written. */
function mayRepeat(reply: string, tail: string): boolean {
  for (let start = tail.indexOf(reply); start >= 0; start = tail.indexOf(reply, start + 1)) {
    if (tail.length - start > reply.length) return true;
  }
  return false;
}

function withoutRepetition(reply: string, tail: string): string {
  for (let length = Math.min(reply.length, tail.length); length >= shortestBeginning; length--) {
    const repeated = reply.slice(0, length);
    if (!tail.endsWith(repeated)) continue;
    if (length >= shortestRepetition || beginsAgain(repeated, tail.slice(0, -length))) return reply.slice(length);
  }
  return reply;
}

/** A short repetition is one where it begins with the line, or with a word and goes on to another one. */
function beginsAgain(repeated: string, before: string): boolean {
  if (before === '' || before.endsWith('\n')) return true;
  return /\s$/.test(before) && /\S\s+\S/.test(repeated);
}
