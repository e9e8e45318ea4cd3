/** What a diff says of one file. */
export interface FileChange {
  /** Relative to the repository; of a file that was renamed or moved, the new one. */
  readonly path: string;
  readonly added: number;
  readonly removed: number;
  /** `named`: a lock file, or something that is no text. Nobody reads those to learn what a change is about. */
  readonly kind: 'text' | 'named';
  /** All that the diff says of it. */
  readonly text: string;
}

const ESCAPE = '\u001B';

/** Colours, which Git writes to anybody where its settings say `always`. */
const COLOUR = new RegExp(`${ESCAPE}\\[[\\d;]*m`, 'g');

/** The files of a diff as Git writes it. */
export function fileChanges(diff: string): readonly FileChange[] {
  return diff
    .replace(COLOUR, '')
    .split(/^(?=diff --(?:git|cc|combined) )/m)
    .filter(text => text.startsWith('diff --'))
    .map(text => {
      const path = pathOf(text);
      const signs = hunks(text).flatMap(({ columns, lines }) => lines.map(line => line.slice(0, columns)));
      return {
        path,
        added: signs.filter(sign => sign.includes('+')).length,
        removed: signs.filter(sign => sign.includes('-')).length,
        kind: isBinary(text) || isGenerated(path) ? 'named' : 'text',
        text: text.trimEnd(),
      };
    });
}

/** A file that Git does not know yet, as its diff would be once it is added. Undefined content: it is no text, or too long. */
export function newFileChange(path: string, content: string | undefined): FileChange {
  const lines = content === undefined || content === '' ? [] : content.replace(/\r?\n$/, '').split('\n');
  const head = `diff --git a/${path} b/${path}\nnew file`;
  const body = `--- /dev/null\n+++ b/${path}\n@@ -0,0 +1,${lines.length} @@\n${lines.map(line => `+${line}`).join('\n')}`;
  return {
    path,
    added: lines.length,
    removed: 0,
    kind: content === undefined || isGenerated(path) ? 'named' : 'text',
    text: lines.length === 0 ? head : `${head}\n${body}`,
  };
}

/** A piece of a file's diff, from one line that begins with `@@` to the next. Of a merge, `before` is the place in the first parent. */
export interface Hunk {
  /** One-based: where it begins in the file as it was, and as it is. */
  readonly before: number;
  readonly after: number;
  /** The line that Git shows to say where this is, such as the function's. */
  readonly heading: string;
  /** Signs that each line begins with: one, and of a merge one for each parent. */
  readonly columns: number;
  /** With their signs. */
  readonly lines: readonly string[];
}

/** The pieces of a file's diff that hold its lines. One that is cut off counts as far as it goes. */
export function hunks(text: string): readonly Hunk[] {
  return text
    .split(/^(?=@@+ )/m)
    .slice(1)
    .map(hunk => {
      const [head = '', ...lines] = hunk.split('\n');
      const [, before = '1', after = '1', heading = ''] =
        /^@@+ -(\d+)\S* (?:-\S+ )*\+(\d+)\S*(?: @@+ ?(.*))?/.exec(head) ?? [];
      const columns = head.search(/[^@]/) - 1;
      return {
        before: Number(before),
        after: Number(after),
        heading,
        columns,
        lines: lines.filter(line => line !== ''),
      };
    });
}

function isBinary(text: string): boolean {
  return /^(?:Binary files .* differ|GIT binary patch)$/m.test(text.slice(0, 4000));
}

const GENERATED_FILE =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|packages\.lock\.json|go\.sum|Package\.resolved|bun\.lockb?|[^/]*\.lock(?:file|\.hcl)?|[^/]*\.min\.(?:js|css)|[^/]*\.map)$/;

function isGenerated(path: string): boolean {
  return GENERATED_FILE.test(path);
}

/** Where the file is now; where it was, when it is gone. */
function pathOf(text: string): string {
  const head = text.split(/^@@/m, 1)[0] ?? '';
  const named = (pattern: RegExp): string | undefined => {
    const name = pattern.exec(head)?.[1];
    return name === undefined ? undefined : unquoted(name.replace(/\t$/, '')).replace(/^[a-z]\//, '');
  };
  const renamed = /^rename to (.+)$/m.exec(head)?.[1];
  return (
    (renamed === undefined ? undefined : unquoted(renamed)) ??
    named(/^\+\+\+ (?!\/dev\/null)(.+)$/m) ??
    named(/^--- (?!\/dev\/null)(.+)$/m) ??
    named(/^diff --git .* ("?b\/.+)$/m) ??
    named(/^diff --\w+ (.+)$/m) ??
    ''
  );
}

/** Git quotes a name with anything but ASCII in it, and writes such bytes as octal numbers. */
function unquoted(name: string): string {
  if (!name.startsWith('"') || !name.endsWith('"')) return name;
  const signs: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
  const latin = Buffer.from(name.slice(1, -1), 'utf8')
    .toString('latin1')
    .replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
      code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (signs[code] ?? code),
    );
  return Buffer.from(latin, 'latin1').toString('utf8');
}
