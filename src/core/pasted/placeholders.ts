/**
 * Whether a word of a provider's sample stands where a word of one's own belongs: `$OPENAI_API_KEY`, `<your-key>`,
 * `YOUR_API_KEY`, `sk-...`, and what client libraries want for servers without keys.
 */
export function isPlaceholder(word: string): boolean {
  return word === '' || FORMS.some(form => form.test(word)) || STAND_INS.has(word.toLowerCase());
}

const FORMS: readonly RegExp[] = [
  // Variables of shells and languages: $KEY, ${KEY}, %KEY%, $env:KEY, {{key}}, os.environ["KEY"], process.env.KEY
  /^\$/,
  /^%.+%$/,
  /[{}<>[\]]/,
  /^(os\.|process\.|env\.|getenv|import\.meta|userdata)/i,
  /^[A-Z]+(_[A-Z]+)+$/,
  // Words that ask to be replaced.
  /(^|[^a-z])(your|my|insert|replace|put|paste)[-_ ]/i,
  /(^|[-_ ])(here|goes)$/i,
  // Nothing but filling: sk-..., xxxx, ****
  /^([a-z]{2,4}[-_])*(x{3,}|\*{3,}|\.{3,}|…+)[.…*x-]*$/i,
  /(\.\.\.|…)$/,
  /\*{3,}/,
];

const STAND_INS: ReadonlySet<string> = new Set([
  'api-key',
  'api_key',
  'apikey',
  'key',
  'token',
  'secret',
  'empty',
  'none',
  'null',
  'undefined',
  'dummy',
  'ollama',
  'lm-studio',
  'not-needed',
  'no-key',
  'no-key-required',
  'sk-no-key-required',
  'string',
  'model',
  'model-name',
  'model_name',
  'model-id',
  'model_id',
]);
