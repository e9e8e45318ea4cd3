import type { Part } from '../chat';
import { baseName } from '../text';
import { PRIVATE_KEYS, REST_OF_KEY } from './privateKeys';
import { isBareSecret, isPlaceholder, isQuotedSecret, isReference } from './secretValues';

/** What a text seems to hold. Never the secret itself: a finding is shown, and could be logged. */
export type SecretKind =
  | 'privateKey'
  | 'awsAccessKey'
  | 'googleKey'
  | 'azureKey'
  | 'githubToken'
  | 'gitlabToken'
  | 'slackToken'
  | 'stripeKey'
  | 'modelKey'
  | 'packageToken'
  | 'serviceToken'
  | 'jsonWebToken'
  | 'connectionString'
  | 'password'
  | 'apiKey';

/** What looks like a secret, by its kind and its place alone. */
export interface SecretFinding {
  readonly kind: SecretKind;
  /** The file that went along; absent for the words of the message. */
  readonly file?: string;
  /** One-based, in the file where it is known which lines of it went along. */
  readonly line: number;
}

/** What in the parts of a message looks like a secret (row S24): each kind once a line. */
export function findSecrets(parts: readonly Part[]): readonly SecretFinding[] {
  return parts.flatMap(part => {
    if (part.type === 'text') return scan(part.text, false);
    if (part.type !== 'file') return [];
    const first = part.lines?.[0] ?? 1;
    return scan(part.text, isEnvironmentFile(part.name)).map(({ kind, line }) => ({
      kind,
      file: baseName(part.name),
      line: line + first - 1,
    }));
  });
}

interface Rule {
  readonly kind: SecretKind;
  /** What the first group holds, else all of it, must look like a secret and not like an example of one. */
  readonly pattern: RegExp;
}

/**
 * Tokens that say by their own form what they are: https://github.com/gitleaks/gitleaks and the issuers' documentation know
 * them. Every repetition is bounded or begins at a fixed word, so that no text makes them slow.
 */
const TOKENS: readonly Rule[] = [
  ...PRIVATE_KEYS.map((pattern): Rule => ({ kind: 'privateKey', pattern })),
  { kind: 'awsAccessKey', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  { kind: 'awsAccessKey', pattern: /aws.{0,20}secret.{0,20}?["'\s:=]{1,6}([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi },
  { kind: 'googleKey', pattern: /\b(?:AIza[\w-]{35}|GOCSPX-[\w-]{28}|ya29\.[\w-]{20,})/g },
  { kind: 'azureKey', pattern: /\b(?:AccountKey|SharedAccessKey)=([A-Za-z0-9+/]{43,86}={0,2})/g },
  { kind: 'azureKey', pattern: /\b[A-Za-z0-9_~.]{3}\dQ~[\w~.-]{31,34}/g },
  { kind: 'githubToken', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{40,})/g },
  { kind: 'gitlabToken', pattern: /\bgl(?:pat|dt|rt|cbt|ptt|soat)-[\w-]{20,}/g },
  { kind: 'slackToken', pattern: /\bxox[abeoprs]-[\w-]{10,}/g },
  { kind: 'slackToken', pattern: /hooks\.slack\.com\/services\/(T\w{5,}\/B\w{5,}\/\w{16,})/g },
  { kind: 'stripeKey', pattern: /\b(?:[sr]k_(?:live|test)_|whsec_)[A-Za-z0-9]{16,}/g },
  { kind: 'modelKey', pattern: /(?<![\w-])sk-(?=[\w-]{0,200}\d)[\w-]{20,}/g },
  { kind: 'modelKey', pattern: /\b(?:hf|gsk|r8)_[A-Za-z0-9]{30,}/g },
  {
    kind: 'packageToken',
    pattern: /\b(?:npm_[A-Za-z0-9]{36}|pypi-[\w-]{50,}|dckr_pat_[\w-]{20,}|rubygems_[a-f0-9]{40,})/g,
  },
  { kind: 'serviceToken', pattern: /\bSG\.[\w-]{16,32}\.[\w-]{16,64}/g },
  {
    kind: 'serviceToken',
    pattern: /\b(?:do[opr]_v1_[a-f0-9]{64}|shp(?:at|ss|ca|pa)_[a-fA-F0-9]{32}|hvs\.[\w-]{24,})/g,
  },
  { kind: 'serviceToken', pattern: /\b\d{8,10}:AA[\w-]{33}(?![\w-])/g },
  { kind: 'jsonWebToken', pattern: /(?<![\w-])eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{16,}/g },
  {
    kind: 'connectionString',
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/'"`<>]{0,64}:([^\s@/'"`<>]{3,200})@[\w.[-]/gi,
  },
  { kind: 'azureKey', pattern: /[?&]sig=([\w%+/]{30,})/g },
  { kind: 'serviceToken', pattern: /\bSK[0-9a-f]{32}\b/g },
  { kind: 'connectionString', pattern: /;\s{0,4}(?:password|pwd)\s{0,4}=\s{0,4}([^;"'\s]{4,200})/gi },
  { kind: 'password', pattern: /\bcurl\b[^\n]{0,200}?\s-u\s{1,4}["']?[^\s:"']{1,100}:([^\s"']{4,})/g },
  // As an option of a command: what follows `-p` of other programs is a port or a path.
  {
    kind: 'password',
    pattern:
      /\b(?:mysql\w{0,12}|mariadb|sshpass)\b[^\n]{0,200}?\s-p(?!ort|ath|rotocol)["']?(?=[^\s"']{0,60}[a-zA-Z])(?=[^\s"']{0,60}[\d!@#%^&*+=~])([^\s"'$<:/-][^\s"':/]{3,200})/g,
  },
  {
    kind: 'password',
    pattern:
      /(?<![\w-])--pass(?:word|wd|phrase)?[= ]["']?(?=[^\s"']{0,60}[a-z])(?=[^\s"']{0,60}[\d!@#%^&*+=~])([^\s"'$<(-][^\s"')]{3,200})/gi,
  },
  // In a sentence: `My password is …`. Names of algorithms look like one.
  {
    kind: 'password',
    pattern:
      /\b[Pp]ass(?:word|phrase|code)\s{1,4}(?:is|was)\s?:?\s{1,4}["'`]?(?!sha|SHA|md5|MD5|[Bb]ase|PBKDF|pbkdf|bcrypt|[Aa]rgon|utf|UTF|aes|AES|rsa|RSA|hmac|HMAC|http)(?=\S{0,60}[a-zA-Z])(?=\S{0,60}\d)(?=\S{0,60}[!@#$%^&*+=~]\w|(?=\S{0,60}[a-z])\S{0,60}[A-Z])([^\s"'`<({[]{8,200})/g,
  },
  { kind: 'password', pattern: /\bmachine\s+\S{1,100}\s+login\s+\S{1,100}\s+password\s+(\S{4,})/g },
];

/** A name that promises a secret, and what is assigned to it: `key: "value"`, `KEY=value`, `"key": "value"`, `?key=value`. */
const ASSIGNMENT =
  /(pass(?:word|wd|phrase)|pwd|(?<![a-z])psk|secret|credentials?|api[_-]?key|access[_-]?key|account[_-]?key|auth[_-]?key|private[_-]?key|encryption[_-]?key|(?:auth|access|refresh|bot|api)[_-]?token|token(?!iz|s\b)|authorization)\w{0,24}["'`\]]{0,2}(?:\s{0,4}(?::=|=>|[=:])\s{0,4}|\s+(?=["']))(?:(?:Bearer|Basic|Token)\s+)?(?:["'`]((?:Bearer |Basic )?[^"'`\n]{4,400})["'`]|([^\s"'`,;&<>(){}[\]]{4,400}))(?=([([.])?)/gi;

/** In a file for the environment other names hold secrets, too. */
const ENVIRONMENT_LINE =
  /^[ \t]*(?:export[ \t]+)?(\w*(?:KEY|PASS|PWD|DSN|SALT|CREDENTIALS))[ \t]*=[ \t]*["']?([^\s"'#]{6,400})/gim;

/** A secret in a text: where it begins to be said, and from where to where it stands itself. */
interface Place {
  readonly kind: SecretKind;
  readonly index: number;
  readonly from: number;
  readonly to: number;
}

function scan(
  original: string,
  isEnvironment: boolean,
): readonly { readonly kind: SecretKind; readonly line: number }[] {
  const text = withoutImages(original);
  const found = new Map<string, { readonly kind: SecretKind; readonly index: number }>();
  const foundIn = new Set<number>();
  const lineOf = lineCounter(text);
  for (const { kind, index } of placesIn(text, isEnvironment)) {
    // A line is named once for each kind, and an assignment says less than the token that it assigns.
    const line = lineOf(index);
    if (isGeneral(kind) && foundIn.has(line)) continue;
    foundIn.add(line);
    found.set(`${line} ${kind}`, { kind, index });
  }
  return [...found.values()]
    .sort((one, other) => one.index - other.index)
    .map(({ kind, index }) => ({ kind, line: lineOf(index) }));
}

function* tokensIn(text: string): Generator<Place> {
  /** Of a private key that is whole, its end says nothing more. */
  const keys = new Set<number>();
  for (const { kind, pattern } of TOKENS) {
    for (const match of text.matchAll(pattern)) {
      const value = match[1] ?? match[0];
      const isNamed = kind === 'password' && isReference(value);
      // A long one has any word in it by chance.
      if (isNamed || isPlaceholder(value.slice(0, 200))) continue;
      const place = placeOf(kind, match, value, match.index);
      if (kind === 'privateKey' && keys.has(place.from)) continue;
      if (kind === 'privateKey') keys.add(place.from);
      yield place;
    }
  }
}

function* placesIn(text: string, isEnvironment: boolean): Generator<Place> {
  yield* tokensIn(text);
  for (const match of text.matchAll(ASSIGNMENT)) {
    const [, name = '', quoted, bare, next] = match;
    const value = quoted ?? bare ?? '';
    const isSecret =
      quoted === undefined ? isBareSecret(name, value, next !== undefined, isEnvironment) : isQuotedSecret(value);
    const isSet = isEnvironment && !/\w/.test(match[0].charAt(name.length)) && !isReference(value);
    if ((isSecret || isSet) && !isPlaceholder(value))
      yield placeOf(/pass|pwd|psk/i.test(name) ? 'password' : 'apiKey', match, value, match.index);
  }
  if (!isEnvironment) return;
  for (const match of text.matchAll(ENVIRONMENT_LINE)) {
    const value = match[2] ?? '';
    if (/\d/.test(value) && !isPlaceholder(value))
      yield placeOf('apiKey', match, value, match.index + match[0].search(/\S/));
  }
}

/** What the rules take for the secret stands at the end of what they match, or where they say. */
function placeOf(kind: SecretKind, match: RegExpExecArray, value: string, index: number): Place {
  const at = match.indices?.[1]?.[0] ?? match.index + match[0].lastIndexOf(value);
  // The letter of a line end that JSON has written.
  const from = match.input[at - 1] === '\\' ? at + 1 : at;
  return { kind, index: Math.min(index, from), from, to: at + value.length };
}

/** The text with `•••` in the place of each secret that is found in it. */
export function withoutSecrets(original: string, file = ''): string {
  const text = withoutImages(original);
  let result = '';
  let end = 0;
  for (const { kind, from, to } of [...placesIn(text, isEnvironmentFile(file))].sort((a, b) => a.from - b.from)) {
    REST_OF_KEY.lastIndex = to;
    const rest = kind === 'privateKey' ? (REST_OF_KEY.exec(text)?.[0].length ?? 0) : 0;
    if (from >= end) result += `${original.slice(end, from)}•••`;
    end = Math.max(end, to + rest);
  }
  return result + original.slice(end);
}

function isGeneral(kind: SecretKind): boolean {
  return kind === 'password' || kind === 'apiKey';
}

/** Base64 of images can look like anything. Everything else stays where it is. */
function withoutImages(text: string): string {
  return text.replace(/data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=]+/g, image => 'data:'.padEnd(image.length));
}

/** Asked with places in any order; texts are long and lines many. */
function lineCounter(text: string): (index: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return index => {
    let low = 0;
    let high = starts.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= index) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

function isEnvironmentFile(name: string): boolean {
  const base = baseName(name);
  return /^\.env(\.|$)|\.env$/.test(base) && !/example|sample|template|dist$/.test(base);
}
