import type { Say, Words } from './sameChunks';

type Stage = 'beginning' | 'thinking' | 'afterwards' | 'answer';

const OPENING = /^<(think|thinking|thought|reasoning)>/;
const LONGEST_TAG = '</reasoning>'.length;

/**
 * Models without a field for their thinking write it into the answer, between `<think>` and `</think>` at its very
 * beginning. Takes the answer apart as it comes, in whatever pieces. `end` gives what was held back for fear of half a tag.
 */
export function createThinkingSplitter(): {
  readonly take: (text: string, say: Say) => void;
  readonly end: (say: Say) => void;
} {
  let held = '';
  let stage: Stage = 'beginning';
  let closing = '';
  let thought = false;

  function take(text: string, say: Say): void {
    if (stage === 'answer') {
      say('text', text);
      return;
    }
    held += text;
    if (stage === 'beginning') stage = begin();
    stage = stage === 'thinking' ? think(say) : stage;
    if (stage === 'afterwards') {
      held = held.trimStart();
      if (held !== '') stage = 'answer';
    }
    if (stage === 'answer') release('text', say);
  }

  function begin(): Stage {
    const start = held.trimStart();
    const tag = OPENING.exec(start);
    if (!tag) return start === '' || couldOpen(start) ? 'beginning' : 'answer';
    closing = `</${tag[1]}>`;
    held = start.slice(tag[0].length);
    return 'thinking';
  }

  function think(say: Say): Stage {
    // Line ends behind the tag belong to it.
    if (!thought) held = held.trimStart();
    const end = held.indexOf(closing);
    const ready = end < 0 ? held.length - lengthOfPartialTag(held, closing) : end;
    if (ready > 0) say('reasoning', held.slice(0, ready));
    thought ||= ready > 0;
    held = held.slice(end < 0 ? ready : end + closing.length);
    return end < 0 ? 'thinking' : 'afterwards';
  }

  function release(type: Words['type'], say: Say): void {
    if (held !== '') say(type, held);
    held = '';
  }

  return { take, end: say => release(stage === 'thinking' ? 'reasoning' : 'text', say) };
}

/** Whether the text may still become an opening tag. */
function couldOpen(start: string): boolean {
  return (
    start.length < LONGEST_TAG &&
    ['think', 'thinking', 'thought', 'reasoning'].some(name => `<${name}>`.startsWith(start))
  );
}

/** How many characters at the end may be the beginning of the tag. */
function lengthOfPartialTag(text: string, tag: string): number {
  for (let length = Math.min(tag.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(tag.slice(0, length))) return length;
  }
  return 0;
}
