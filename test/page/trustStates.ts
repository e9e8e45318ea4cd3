// What the page says of where words go.
import type { ToPage } from '../../src/shared/protocol';
import { answer, question, stateOf, target } from './fixtures';
import type { PageState } from './states';
import { EXPLANATION } from './stateTexts';

const ask = question('q1', 'Why does the timer leak?');
const explained = answer('a1', { text: EXPLANATION.slice(0, 140) });
const attachments = [
  { id: '1', kind: 'selection', label: 'search.ts', detail: '12–20', tokens: 1234 },
  { id: '2', kind: 'file', label: 'a-file-with-a-rather-long-name.config.ts', tokens: 800 },
] as const;
const first = { ...target, isFirst: true };
const write =
  (words: string): NonNullable<PageState['act']> =>
  async page => {
    await page.getByRole('textbox', { name: 'Message' }).fill(words);
    await page.getByText('tokens').first().waitFor();
  };
const changed: ToPage = stateOf([
  ask,
  answer('a1', {
    status: 'failed',
    error: {
      title:
        'Nothing was sent: the address of this endpoint has changed to api.example.org. The token for llm.example.com is not sent there.',
      request: 'POST https://api.example.org/v1/chat/completions',
      remedies: [
        { remedy: 'setToken', label: 'Set token' },
        { remedy: 'retry', label: 'Retry' },
        { remedy: 'sendWithoutToken', label: 'Ask without a token' },
        { remedy: 'openSettings', label: 'Open settings' },
      ],
    },
  }),
]);

const instructions =
  'Goes along as instructions: AGENTS.md. .github/copilot-instructions.md does not go along: it has 300 kB, and at most 256 kB can.';

export const trustStates: readonly PageState[] = [
  { name: 'instructions go along', facts: [stateOf([ask, explained], { instructions })] },
  { name: 'first message', facts: [stateOf([], { title: '', target: first })] },
  {
    name: 'first message, written',
    facts: [stateOf([], { title: '', target: first, attachments })],
    act: write('Why does this one not leak?'),
  },
  {
    name: 'first message to another endpoint, in a conversation',
    facts: [stateOf([ask, explained], { target: first })],
    act: write('And now you'),
  },
  {
    name: 'first message, sent',
    facts: [
      stateOf([ask, { ...explained, firstSend: 'First message to llm.example.com: about 1,200 tokens (4.8 kB)' }]),
    ],
  },
  {
    name: 'not encrypted',
    facts: [stateOf([], { title: '', target: { ...first, host: 'models.corp.example:8080', isUnencrypted: true } })],
  },
  {
    name: 'localhost is another machine',
    facts: [
      stateOf([], {
        title: '',
        target: { ...target, host: 'localhost:11434', place: 'localhost is the SSH host build-7.corp.example.' },
      }),
    ],
  },
  { name: 'changed address', facts: [changed] },
];
