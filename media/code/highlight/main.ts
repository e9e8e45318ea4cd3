// dist/highlight.js: everything that knows programming languages. Loaded once there is code to colour.
import { parserOf } from './languages';
import { createLexer } from './lexer';

window.codeLexerFor = language => {
  const parser = parserOf(language);
  return parser && createLexer(parser);
};
