import type { CursorContext } from './cursorContext';

// Words between a model and its server that slip into answers: they are never part of a text, unless the file is about them.

const THINKING = /^\s*<(think|thinking|thought|reasoning)>[\s\S]*?(?:<\/\1>(?:[ \t]*\n)*|$)/;
/** Where the opening tag was part of the prompt. */
const REST_OF_THINKING = /^[\s\S]*?<\/think(ing)?>(?:[ \t]*\n)*/;
const TAGS = ['<think>', '<thinking>', '<thought>', '<reasoning>', '</think>'];

/** Without thinking before the answer. What is not closed is thinking to its end. */
export function withoutThinking(text: string): string {
  const answer = text.replace(THINKING, '');
  return answer === text ? text.replace(REST_OF_THINKING, '') : answer;
}

/** What comes after the last of these is the answer: the model wrote the question first. */
const ANSWER_BEGINS = ['<|fim_middle|>', '<fim_middle>', '<fim-middle>', '<MID>', '[MIDDLE]', '<｜fim▁end｜>'];

/** What comes after the first of these was never meant to be read. */
const ANSWER_ENDS = [
  ...['<|endoftext|>', '<|end_of_text|>', '<|im_end|>', '<|im_start|>', '<|eot_id|>', '<|EOT|>', '<EOT>', '</s>'],
  ...['<|file_sep|>', '<file_sep>', '<|file_separator|>', '<|repo_name|>', '<end_of_turn>', '<｜end▁of▁sentence｜>'],
  ...['<|fim_prefix|>', '<|fim_suffix|>', '<fim_prefix>', '<fim_suffix>', '<PRE>', '<SUF>', '[SUFFIX]', '[PREFIX]'],
  ...['<｜fim▁begin｜>', '<｜fim▁hole｜>'],
];

const PADDING = ['<|fim_pad|>', '<fim_pad>', '<pad>', '<s>', '<｜begin▁of▁sentence｜>'];

/** Without such words; half of one at the end, or of a mark, is held back while more may come. */
export function withoutTokens(
  written: string,
  { before, after }: CursorContext,
  marks: readonly string[],
  ended: boolean,
): string {
  const isForeign = (token: string): boolean => !before.includes(token) && !after.includes(token);
  const foreign = (tokens: readonly string[]): readonly string[] =>
    tokens.filter(token => written.includes(token) && isForeign(token));
  let text = written;
  for (const token of foreign(ANSWER_BEGINS)) {
    const answer = text.slice(text.lastIndexOf(token) + token.length);
    text = answer.trim() === '' ? text.slice(0, text.indexOf(token)) : answer;
  }
  for (const token of foreign(PADDING)) text = text.replaceAll(token, '');
  for (const token of foreign(ANSWER_ENDS)) text = upTo(text, token);
  return ended ? text : withoutHalf(text, [...marks, ...TAGS, ...ANSWER_BEGINS, ...ANSWER_ENDS, ...PADDING]);
}

/** At its very beginning it is only out of place. */
function upTo(text: string, token: string): string {
  let rest = text;
  while (rest.trimStart().startsWith(token)) rest = rest.slice(rest.indexOf(token) + token.length);
  const end = rest.indexOf(token);
  return end < 0 ? rest : rest.slice(0, end);
}

function withoutHalf(text: string, words: readonly string[]): string {
  const longest = Math.max(...words.map(word => word.length));
  for (let length = Math.min(longest - 1, text.length); length > 0; length--) {
    const end = text.slice(-length);
    if (words.some(word => word.startsWith(end))) return text.slice(0, -length);
  }
  return text;
}
