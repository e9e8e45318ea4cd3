import { type StreamParser, StringStream } from '@codemirror/streamparser';
import type { Kind, Lexer, Piece } from './kinds';

/** A line this long is data or an attack, and so is a wide gap, over which some parsers take seconds: read without colours. */
const longestLine = 1000;
const wideGap = /\s{60}/;
const tabSize = 4;

/** What the library calls its tokens, by the first word of a name such as `variableName.definition`. */
const kinds: Readonly<Record<string, Kind>> = {
  keyword: 'keyword',
  operatorKeyword: 'keyword',
  modifier: 'keyword',
  controlKeyword: 'control',
  string: 'string',
  character: 'string',
  number: 'number',
  unit: 'number',
  comment: 'comment',
  type: 'type',
  typeName: 'type',
  className: 'type',
  namespace: 'type',
  variable: 'variable',
  variableName: 'variable',
  def: 'variable',
  property: 'variable',
  propertyName: 'variable',
  labelName: 'variable',
  builtin: 'constant',
  atom: 'constant',
  bool: 'constant',
  null: 'constant',
  self: 'constant',
  literal: 'constant',
  color: 'constant',
  regexp: 'string',
  meta: 'keyword',
  processingInstruction: 'keyword',
  annotation: 'keyword',
  tag: 'tag',
  tagName: 'tag',
  attribute: 'attribute',
  attributeName: 'attribute',
  qualifier: 'attribute',
  heading: 'keyword',
  inserted: 'inserted',
  deleted: 'deleted',
};

/** Keywords that steer, which most themes colour apart from those that declare. */
const control =
  /^(?:if|else|elif|elseif|fi|then|for|foreach|while|until|do|done|loop|switch|case|esac|when|match|default|break|continue|return|yield|await|throw|raise|try|catch|except|finally|rescue|ensure|goto|import|from|export|as|package|use|defer|guard)$/;

/** Reads a text line by line: each line costs only itself, and reading goes on where it stopped. */
export function createLexer(parser: StreamParser<unknown>): Lexer {
  const state: unknown = parser.startState?.(tabSize) ?? {};
  return {
    read(line) {
      if (line === '') parser.blankLine?.(state, tabSize);
      if (line === '' || line.length > longestLine || wideGap.test(line)) return [];
      const pieces: Piece[] = [];
      for (const stream = new StringStream(line, tabSize, tabSize); !stream.eol(); stream.start = stream.pos) {
        const kind = refine(kindOf(readToken(parser, stream, state)), line, stream.start, stream.pos);
        const last = pieces.at(-1);
        if (last && last.kind === kind && last.end === stream.start)
          pieces[pieces.length - 1] = { ...last, end: stream.pos };
        else if (kind) pieces.push({ start: stream.start, end: stream.pos, kind });
      }
      return pieces;
    },
  };
}

/** A parser may change its state without reading on, but not for ever. */
function readToken(parser: StreamParser<unknown>, stream: StringStream, state: unknown): string | null {
  for (let attempt = 0; attempt < 10; attempt++) {
    const token = parser.token(stream, state);
    if (stream.pos > stream.start) return token;
  }
  throw new Error('The parser does not read on.');
}

function kindOf(token: string | null): Kind | undefined {
  if (!token) return undefined;
  for (const name of token.split(' ')) {
    const kind = kinds[name.split('.', 1)[0] ?? ''];
    if (kind) return kind;
  }
  return undefined;
}

/** What a word's neighbours say about it, which the library leaves open: calls, types by their capital, steering keywords. */
function refine(kind: Kind | undefined, line: string, start: number, end: number): Kind | undefined {
  if (kind === 'keyword') return control.test(line.slice(start, end)) ? 'control' : kind;
  if (kind !== 'variable') return kind;
  if (line[end] === '(') return 'function';
  return /^[A-Z]\w*[a-z]/.test(line.slice(start, end)) ? 'type' : kind;
}
