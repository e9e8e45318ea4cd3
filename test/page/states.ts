import type { Page } from 'playwright-core';
import type { ToPage } from '../../src/shared/protocol';
import type { ViewAttachment } from '../../src/shared/viewState';
import { contextStates } from './contextStates';
import { answer, longFailure, message, question, retrying, stateOf, summaryOf } from './fixtures';
import { historyStates } from './historyStates';
import { EXPLANATION, MARKDOWN } from './stateTexts';
import { trustStates } from './trustStates';

/** A state of the page that a user can see, for the pictures to look at and for the accessibility rules. */
export interface PageState {
  readonly name: string;
  readonly facts: readonly ToPage[];
  /** What the user does then. */
  readonly act?: (page: Page) => Promise<unknown>;
}

const problems = ["line 14, error: Cannot find name 'clear'. (ts 2304)", 'line 17, hint: unused'];
const chips = [{ label: 'search.ts', detail: '12–20', language: 'typescript', problems }];
const ask = question('q1', 'Explain this. Why does the timer leak?', { chips });
const explained = answer('a1', {
  text: EXPLANATION,
  reasoning: 'The user asks about a timer.\n\nFirst, look at what is cleared, and when.',
  thoughtSeconds: 4,
  summary: summaryOf('0.4 s · 61 tok/s · 312 tokens'),
  variants: { number: 2, count: 2, previous: 'a0' },
});
const busy = { busy: true } as const;
const findings = ['An AWS access key in .env, line 3', 'A password in your message, line 1'];
const thumbnail =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
const attachments: readonly ViewAttachment[] = [
  { id: '1', kind: 'selection', label: 'search.ts', detail: '12–20', problems, tokens: 1234 },
  { id: '2', kind: 'image', label: 'a-screenshot-with-a-rather-long-name.png', thumbnail, tokens: 800 },
];
const commands: ToPage = {
  type: 'suggestions',
  trigger: '/',
  query: '',
  items: [
    { id: 'explain', icon: 'lightbulb', label: '/explain', detail: 'the selection' },
    { id: 'fix', icon: 'tools', label: '/fix', detail: 'with its problems' },
    { id: 'tests', icon: 'beaker', label: '/tests', detail: 'for the selection' },
    { id: 'doc', icon: 'book', label: '/doc', detail: 'write documentation' },
    {
      id: 'review',
      icon: 'note',
      label: '/team-review',
      detail: 'Reviews as our team does, with all that we care about',
    },
    { id: 'broken', icon: 'warning', label: '/broken', detail: 'cannot be used: line 3: unexpected end of the stream' },
  ],
};
const context = { used: 1065, window: 8192 };

const refused = {
  title: 'The endpoint refused the token (401)',
  serverMessage: 'Authentication Error: key expired on 2026-11-20.',
  request: 'POST https://llm.example.com/v1/chat/completions',
  remedies: [
    { remedy: 'setToken', label: 'Set token' },
    { remedy: 'checkConnection', label: 'Check connection' },
  ],
} as const;

export const states: readonly PageState[] = [
  { name: 'empty', facts: [stateOf([], { title: '' })] },
  {
    name: 'empty without an endpoint',
    facts: [
      {
        type: 'state',
        state: {
          id: 'c',
          title: '',
          messages: [],
          busy: false,
          canUndoDelete: false,
          thinkingOpen: false,
          attachments: [],
          sendOn: 'enter',
          fontSize: 0,
        },
      },
    ],
  },
  { name: 'answered', facts: [stateOf([ask, explained], { context })] },
  { name: 'markdown', facts: [stateOf([question('q', 'Show me everything'), answer('a', { text: MARKDOWN })])] },
  {
    name: 'waiting',
    facts: [
      stateOf(
        [
          ask,
          explained,
          question('q2', 'Write tests for it'),
          answer('a2', { status: 'waiting', progress: { phase: 'waiting', seconds: 6 } }),
        ],
        busy,
      ),
    ],
  },
  {
    name: 'thinking',
    facts: [
      stateOf(
        [
          ask,
          answer('a', {
            status: 'streaming',
            reasoning: 'First, look at what is cleared, and when.',
            thoughtSeconds: 7,
          }),
        ],
        {
          ...busy,
          thinkingOpen: true,
        },
      ),
    ],
  },
  {
    name: 'streaming inside code',
    facts: [stateOf([ask, answer('a', { status: 'streaming', text: EXPLANATION.slice(0, 420) })], busy)],
  },
  {
    name: 'silent',
    facts: [
      stateOf(
        [
          ask,
          answer('a', { status: 'streaming', text: 'Each call starts', progress: { phase: 'silent', seconds: 312 } }),
        ],
        busy,
      ),
    ],
  },
  { name: 'countdown', facts: [stateOf([ask, answer('a', { status: 'waiting', progress: retrying })], busy)] },
  { name: 'refused', facts: [stateOf([ask, answer('a', { status: 'failed', error: refused })])] },
  {
    name: 'failed half way',
    facts: [
      stateOf([ask, answer('a', { status: 'failed', text: 'Each call', canContinue: true, error: longFailure })]),
    ],
  },
  {
    name: 'cut',
    facts: [
      stateOf([
        question('q', 'Summarise the changes since 1.2 for the changelog'),
        answer('a', {
          text: '## Added\n\n- Search answers while you type\n- Results open beside the editor\n\n## Fixed\n\n- A timer that ran after the view was closed, which could',
          notice: 'Cut at the token limit',
          canContinue: true,
          summary: summaryOf('1.9 s · 200 tokens'),
        }),
      ]),
    ],
  },
  {
    name: 'stopped',
    facts: [stateOf([ask, answer('a', { status: 'stopped', text: 'Each call starts', canContinue: true })])],
  },
  {
    name: 'interrupted',
    facts: [stateOf([ask, answer('a', { status: 'interrupted', text: 'Each call starts', canContinue: true })])],
  },
  {
    name: 'editing a message',
    facts: [
      stateOf([question('q1', 'Explain this.', { chips, variants: { number: 1, count: 2, next: 'q2' } }), explained]),
    ],
    act: page => page.getByRole('button', { name: 'Edit message' }).click(),
  },
  {
    name: 'actions of a message',
    facts: [stateOf([question('q1', 'Explain this.', { variants: { number: 1, count: 2, next: 'q2' } }), explained])],
    act: page => page.locator('.question').hover(),
  },
  {
    name: 'deleted',
    facts: [stateOf([ask, explained], { canUndoDelete: true, notSaved: 'Not saved: the disk is full.' })],
  },
  {
    name: 'nearly full',
    facts: [stateOf([ask, explained], { context: { used: 7600, window: 8192 } })],
  },
  {
    name: 'reading above',
    facts: [
      stateOf(
        Array.from({ length: 8 }, (_, at) => [question(`q${at}`), answer(`a${at}`, { text: EXPLANATION })]).flat(),
      ),
    ],
    act: async page => {
      await page.locator('.log').hover();
      await page.mouse.wheel(0, -900);
      await page.getByText('Jump to latest').waitFor();
    },
  },
  {
    name: 'right to left',
    facts: [
      stateOf([
        question('q', 'لماذا يتسرب المؤقت؟'),
        answer('a', {
          text: 'كل استدعاء يبدأ **مؤقتًا جديدًا**.\n\n- `handle` واحد\n- ثانٍ\n\n> اقتباس\n\n```ts\nconst a = 1;\n```',
        }),
      ]),
    ],
  },
  {
    name: 'composer with chips',
    facts: [stateOf([ask, explained], { attachments, context })],
    act: page => page.getByRole('textbox', { name: 'Message' }).fill('Why does this one not leak?'),
  },
  {
    name: 'list of commands',
    facts: [stateOf([ask, explained])],
    act: async page => {
      await page.getByRole('textbox', { name: 'Message' }).pressSequentially('/');
      await page.evaluate(data => window.dispatchEvent(new MessageEvent('message', { data })), commands);
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'secrets in a message',
    facts: [
      stateOf([ask, explained], { attachments }),
      { type: 'restoreDraft', text: 'What is wrong with this?' },
      { type: 'confirmSend', findings },
    ],
  },
  {
    name: 'secrets in an edited message',
    facts: [stateOf([ask, explained])],
    act: async page => {
      await page.getByRole('button', { name: 'Edit message' }).click();
      const data: ToPage = { type: 'confirmEdit', id: 'q1', findings };
      await page.evaluate(fact => window.dispatchEvent(new MessageEvent('message', { data: fact })), data);
    },
  },
  {
    name: 'refused attachment',
    facts: [
      stateOf([]),
      {
        type: 'composerNotice',
        text: 'archive.zip was not attached: it is neither text nor an image that can be read.',
      },
    ],
  },
  {
    name: 'hidden characters',
    facts: [stateOf([ask, answer('a', { text: 'So\u202E it\u200B is:\n\n```ts\nconst a\u2066 = 1;\n```' })])],
  },
  { name: 'large text', facts: [stateOf([ask, explained], { fontSize: 20, context }), message(ask)] },
  ...contextStates,
  ...historyStates.map(state => ({ ...state, facts: [stateOf([ask, explained], { context })] })),
  ...trustStates,
];
