import { c, clike, cpp, csharp, dart, java, kotlin, scala } from '@codemirror/legacy-modes/mode/clike';
import { cmake } from '@codemirror/legacy-modes/mode/cmake';
import { css, less, sCSS } from '@codemirror/legacy-modes/mode/css';
import { diff } from '@codemirror/legacy-modes/mode/diff';
import { dockerFile } from '@codemirror/legacy-modes/mode/dockerfile';
import { go } from '@codemirror/legacy-modes/mode/go';
import { javascript, json, typescript } from '@codemirror/legacy-modes/mode/javascript';
import { lua } from '@codemirror/legacy-modes/mode/lua';
import { powerShell } from '@codemirror/legacy-modes/mode/powershell';
import { properties } from '@codemirror/legacy-modes/mode/properties';
import { protobuf } from '@codemirror/legacy-modes/mode/protobuf';
import { python } from '@codemirror/legacy-modes/mode/python';
import { r } from '@codemirror/legacy-modes/mode/r';
import { ruby } from '@codemirror/legacy-modes/mode/ruby';
import { rust } from '@codemirror/legacy-modes/mode/rust';
import { shell } from '@codemirror/legacy-modes/mode/shell';
import { swift } from '@codemirror/legacy-modes/mode/swift';
import { toml } from '@codemirror/legacy-modes/mode/toml';
import { html, xml } from '@codemirror/legacy-modes/mode/xml';
import { yaml } from '@codemirror/legacy-modes/mode/yaml';
import type { StreamParser, StringStream } from '@codemirror/streamparser';

function words(list: string): Record<string, true> {
  return Object.fromEntries(list.split(' ').map(word => [word, true]));
}

/** The library has no PHP: its braces, strings and comments are C's. */
const php = clike({
  name: 'php',
  keywords: words(
    'abstract and array as break case catch class clone const continue declare default do echo else elseif enum extends ' +
      'final finally fn for foreach function global goto if implements include include_once instanceof insteadof interface ' +
      'isset list match namespace new or print private protected public readonly require require_once return static ' +
      'switch throw trait try unset use var while xor yield',
  ),
  types: words('bool callable float int iterable mixed never object string void'),
  atoms: words('false null parent self true'),
  multiLineStrings: true,
});

const sqlWords =
  'add all alter and any as asc auto_increment begin between by cascade case check column commit constraint create cross ' +
  'default delete desc distinct drop else end except exists explain foreign from full function grant group having if in ' +
  'index inner insert intersect into is join key left like limit not offset on or order outer over partition primary ' +
  'procedure references replace returning revoke right rollback select set table then transaction trigger truncate union ' +
  'unique update using values view when where with';
const sqlTypes =
  'bigint bit blob boolean char date datetime decimal double float int integer json jsonb numeric real serial smallint text ' +
  'time timestamp uuid varchar';

/** The library's own has every word of eleven dialects, 26 kB of them. */
const sql = clike({
  name: 'sql',
  keywords: words(`${sqlWords} ${sqlWords.toUpperCase()}`),
  types: words(`${sqlTypes} ${sqlTypes.toUpperCase()}`),
  atoms: words('false null true FALSE NULL TRUE'),
  hooks: {
    '-': (stream: StringStream) => {
      if (!stream.eat('-')) return false;
      stream.skipToEnd();
      return 'comment';
    },
  },
  multiLineStrings: true,
});

/** The names that people and models write behind a fence, by the language that they mean. */
const languages: readonly (readonly [StreamParser<unknown>, string])[] = [
  [typescript, 'typescript ts tsx mts cts typescriptreact'],
  [javascript, 'javascript js jsx mjs cjs javascriptreact node'],
  [json, 'json jsonc json5 jsonl ndjson webmanifest'],
  [python, 'python py python3 py3 pyi'],
  [shell, 'bash sh shell zsh ksh fish console shellscript shell-session'],
  [powerShell, 'powershell ps1 pwsh ps'],
  [go, 'go golang'],
  [rust, 'rust rs'],
  [c, 'c h objective-c objectivec objc'],
  [cpp, 'cpp c++ cc cxx hpp'],
  [csharp, 'csharp cs c# dotnet'],
  [java, 'java groovy gradle'],
  [kotlin, 'kotlin kt kts'],
  [scala, 'scala sc'],
  [swift, 'swift'],
  [dart, 'dart'],
  [php, 'php'],
  [ruby, 'ruby rb'],
  [lua, 'lua'],
  [r, 'r'],
  [sql, 'sql mysql pgsql postgresql postgres sqlite plsql tsql'],
  [css, 'css'],
  [sCSS, 'scss sass'],
  [less, 'less'],
  [html, 'html htm xhtml vue svelte'],
  [xml, 'xml svg xsd xsl rss plist xaml csproj'],
  [yaml, 'yaml yml'],
  [toml, 'toml'],
  [properties, 'ini properties conf cfg env dotenv editorconfig'],
  [dockerFile, 'dockerfile docker containerfile'],
  [cmake, 'cmake'],
  [diff, 'diff patch'],
  [protobuf, 'protobuf proto'],
];

const byName = new Map(languages.flatMap(([parser, names]) => names.split(' ').map(name => [name, parser] as const)));

/** How a language is read, by any of its names. */
export function parserOf(name: string): StreamParser<unknown> | undefined {
  return byName.get(name.toLowerCase());
}
