// Where a conversation is: nowhere on disk, or in a tab as wide as an editor.
import { answer, question, stateOf } from './fixtures';
import { everyDay, openHistory, tellHistory } from './historyStates';
import type { PageState } from './states';
import { ask, context, explained } from './stateTexts';

const longTitle = 'Why does the timer of the search leak when the view is closed before it has run, and who clears it?';
const editorWidths = [600, 1200];
const inEditor = { inEditor: true, context } as const;
const longAsk = question('q2', `${'And what if the view is closed while the timer runs? '.repeat(4)}Then?`);

export const placeStates: readonly PageState[] = [
  { name: 'private, empty', facts: [stateOf([], { title: '', notKept: 'private' })] },
  { name: 'private', facts: [stateOf([ask, explained], { title: longTitle, notKept: 'private', context })] },
  { name: 'not kept', facts: [stateOf([], { title: '', notKept: 'history' })] },
  {
    name: 'editor tab',
    facts: [
      stateOf([ask, explained, longAsk, answer('a2', { text: 'It runs all the same.' })], {
        ...inEditor,
        title: longTitle,
      }),
    ],
    widths: editorWidths,
    act: page => page.getByRole('textbox', { name: 'Message' }).fill('Thank you'),
  },
  {
    name: 'editor tab, empty and private',
    facts: [stateOf([], { ...inEditor, title: '', notKept: 'private' })],
    widths: editorWidths,
  },
  {
    name: 'editor tab with the history',
    facts: [stateOf([ask, explained], inEditor)],
    widths: editorWidths,
    async act(page) {
      await openHistory(page);
      await tellHistory(page, everyDay);
      await page.keyboard.press('ArrowDown');
    },
  },
  {
    name: 'editor tab, bars above the message box',
    facts: [stateOf([ask, explained], { ...inEditor, canUndoDelete: true, notSaved: 'Not saved: the disk is full.' })],
    widths: editorWidths,
  },
];
