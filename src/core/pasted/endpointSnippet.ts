import { KNOWN_KEYS } from './pastedSecrets';

/** What a text that is neither an address nor a curl command says of an endpoint: a sample in Python or JavaScript, a page's table. */
export interface Snippet {
  readonly url: string | undefined;
  readonly token: string | undefined;
  readonly model: string | undefined;
}

const NAMED_URL =
  /\b(?:base_?url|api_?base|openai_(?:base_url|api_base)|endpoint|url)["']?\s*[:=]\s*["'`]?([^\s"'`,;)<>]+)/gi;
const ANY_URL = /https?:\/\/[^\s"'`<>\\,;)]+/i;
const BEARER = /\bbearer\s+([^\s"'`,;)\\]+)/i;
const NAMED_KEY =
  /\b(?:\w*api[_ -]?key|\w*secret[_ -]?key|(?:access|auth|api)[_-]?token|token)["']?\s*[:=]\s*["'`]?([^\s"'`,;)\\]+)/i;
const MODEL = /(?:^|[^\w-])\\?["']?model(?:[ _-]?(?:id|name))?\\?["']?\s*[:=]\s*\\?["'`]?([^\s"'`,;)\\}]+)/i;

/** Goes by names and by what things look like, whatever the language. The first of each kind counts, a placeholder too. */
export function readSnippet(text: string): Snippet {
  const named = [...text.matchAll(NAMED_URL)].map(match => match[1] ?? '').find(url => /[./:]/.test(url));
  return {
    url: ANY_URL.exec(named ?? '')?.[0] ?? ANY_URL.exec(text)?.[0] ?? named,
    token: BEARER.exec(text)?.[1] ?? NAMED_KEY.exec(text)?.[1] ?? unnamedKey(text),
    model: MODEL.exec(text)?.[1],
  };
}

const LABELLED_KEY = /\b(?:api|secret|access)[_ -]?(?:key|token)\s+["'`]?([\w.-]{16,})/i;

/** Where a page has the label above or beside the key, or none at all. */
function unnamedKey(text: string): string | undefined {
  return LABELLED_KEY.exec(text)?.[1] ?? text.split(/\s+/).find(isKey);
}

/** Known by how it looks. The name of a model can be as long, and have digits too. */
function isKey(word: string): boolean {
  return (
    KNOWN_KEYS.test(word) || /^[0-9a-f]{32,}$/.test(word) || /^(?=.*\d)(?=.*[A-Z])(?=.*[a-z])[\w-]{24,}$/.test(word)
  );
}
