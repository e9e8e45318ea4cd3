import type { Page } from 'playwright-core';
import type { ToPage } from '../../src/shared/protocol';
import { answerStates } from './answerStates';
import { composerStates } from './composerStates';
import { contextStates } from './contextStates';
import { answer, message, question, stateOf } from './fixtures';
import { historyStates } from './historyStates';
import { placeStates } from './placeStates';
import { ask, chips, context, EXPLANATION, explained } from './stateTexts';
import { trustStates } from './trustStates';

/** A state of the page that a user can see, for the pictures to look at and for the accessibility rules. */
export interface PageState {
  readonly name: string;
  readonly facts: readonly ToPage[];
  /** What the user does then. */
  readonly act?: (page: Page) => Promise<unknown>;
  /** How wide the page is in pictures, where it is no sidebar. */
  readonly widths?: readonly number[];
}

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
  { name: 'large text', facts: [stateOf([ask, explained], { fontSize: 20, context }), message(ask)] },
  ...answerStates,
  ...composerStates,
  ...contextStates,
  ...historyStates.map(state => ({ facts: [stateOf([ask, explained], { context })], ...state })),
  ...placeStates,
  ...trustStates,
];
