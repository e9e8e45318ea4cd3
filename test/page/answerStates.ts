// An answer on its way, and how one can end.
import { answer, longFailure, question, retrying, stateOf, summaryOf } from './fixtures';
import type { PageState } from './states';
import { ask, EXPLANATION, explained, MARKDOWN } from './stateTexts';

const busy = { busy: true } as const;

const refused = {
  title: 'The endpoint refused the token (401)',
  serverMessage: 'Authentication Error: key expired on 2026-11-20.',
  request: 'POST https://llm.example.com/v1/chat/completions',
  remedies: [
    { remedy: 'setToken', label: 'Set token' },
    { remedy: 'checkConnection', label: 'Check connection' },
  ],
} as const;

export const answerStates: readonly PageState[] = [
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
    name: 'hidden characters',
    facts: [stateOf([ask, answer('a', { text: 'So\u202E it\u200B is:\n\n```ts\nconst a\u2066 = 1;\n```' })])],
  },
];
