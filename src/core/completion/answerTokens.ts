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
const ANSWER_BEGINS = ['<|fim_middle|>', '<fim_middle>', '<fim-middle>', '<｜fim▁end｜>'];

/** What comes after the first of these was never meant to be read. */
const ANSWER_ENDS = [
  ...['<|endoftext|>', '<|end_of_text|>', '<|im_end|>', '<|im_start|>', '<|eot_id|>', '<|EOT|>'],
  ...['<|file_sep|>', '<file_sep>', '<|file_separator|>', '<|repo_name|>', '<end_of_turn>', '<｜end▁of▁sentence｜>'],
  ...['<|fim_prefix|>', '<|fim_suffix|>', '<fim_prefix>', '<fim_suffix>', '<｜fim▁begin｜>', '<｜fim▁hole｜>'],
];

const PADDING = ['<|fim_pad|>', '<fim_pad>', '<｜begin▁of▁sentence｜>'];

/** Words of models that fill in, and of many a text: an element of HTML, a placeholder. Nobody else writes them by mistake. */
const FILLING = {
  begins: ['<MID>', '[MIDDLE]'],
  ends: ['<EOT>', '<PRE>', '<SUF>', '[SUFFIX]', '[PREFIX]'],
  padding: ['<pad>'],
};

/** Without such words; half of one at the end, or of a mark, is held back while more may come. */
export function withoutTokens(
  written: string,
  context: CursorContext,
  {
    marks,
    isFilling,
    ended,
  }: { readonly marks: readonly string[]; readonly isFilling: boolean; readonly ended: boolean },
): string {
  const { before, after } = context;
  const begins = isFilling ? [...ANSWER_BEGINS, ...FILLING.begins] : ANSWER_BEGINS;
  const ends = isFilling ? [...ANSWER_ENDS, ...FILLING.ends] : ANSWER_ENDS;
  const padding = isFilling ? [...PADDING, ...FILLING.padding] : PADDING;
  const isForeign = (token: string): boolean => !before.includes(token) && !after.includes(token);
  const foreign = (tokens: readonly string[]): readonly string[] =>
    tokens.filter(token => written.includes(token) && isForeign(token));
  let text = written;
  for (const token of foreign(begins)) {
    const answer = text.slice(text.lastIndexOf(token) + token.length);
    text = answer.trim() === '' ? text.slice(0, text.indexOf(token)) : answer;
  }
  for (const token of foreign(padding)) text = text.replaceAll(token, '');
  for (const token of foreign(ends)) text = upTo(text, token);
  text = withoutSequenceWords(text, context, ended);
  return ended ? text : withoutHalf(text, [...marks, ...TAGS, ...begins, ...ends, ...padding, BEGIN, END]);
}

const BEGIN = '<s>';
const END = '</s>';
/** Languages in which these two are an element: text that is struck through. */
const HAS_ELEMENTS =
  /^(html|markdown|mdx|xml|vue|vue-html|svelte|astro|php|blade|razor|handlebars|twig|erb|jinja-html|(java|type)scriptreact)$/;

/** Without the words around all that a model writes: at its very beginning and end, and only where they are no element. */
function withoutSequenceWords(text: string, { before, after, language }: CursorContext, ended: boolean): string {
  const isBegun = text.trimStart().startsWith(BEGIN);
  const isEnded = text.trimEnd().endsWith(END);
  const around = before + after;
  let start = isBegun && !around.includes(BEGIN);
  let end = isEnded && !around.includes(END);
  if (HAS_ELEMENTS.test(language)) {
    const all = before + text + after;
    const open = count(all, /<s(\s[^<>]*)?>/g) - count(all, /<\/s>/g);
    // What closes it may still come.
    start = isBegun && ended && open > 0;
    end = isEnded && open < 0;
  }
  const rest = start ? text.slice(text.indexOf(BEGIN) + BEGIN.length) : text;
  return end ? rest.slice(0, rest.lastIndexOf(END)) : rest;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
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
