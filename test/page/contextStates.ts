// What goes along with a message: the list to choose from, the chips, and what does not fit.
import type { ToPage } from '../../src/shared/protocol';
import type { Suggestion, ViewAttachment } from '../../src/shared/viewState';
import { answer, question, stateOf } from './fixtures';
import type { PageState } from './states';

/** What the host offers in a workspace. */
export const offered: readonly Suggestion[] = [
  { id: 'selection', icon: 'selection', label: '#selection', detail: 'search.ts 12–20', tokens: 130 },
  { id: 'file', icon: 'file', label: '#file', detail: 'search.ts', tokens: 1234 },
  { id: 'symbol', icon: 'symbol', label: '#symbol', detail: 'of search.ts' },
  { id: 'folder', icon: 'folder', label: '#folder', detail: 'names of its files' },
  { id: 'changes', icon: 'changes', label: '#changes', detail: 'since the last commit' },
  { id: 'problems', icon: 'problems', label: '#problems', detail: 'of the workspace' },
  { id: 'fileProblems', icon: 'problems', label: '#fileProblems', detail: 'search.ts · 3' },
  { id: 'terminal', icon: 'terminal', label: '#terminal', detail: 'selected in bash' },
  { id: 't', icon: 'file', label: 'search.ts', detail: 'src/vs/workbench/contrib/search/browser', tokens: 1234 },
];

/** One of each kind. */
export const kinds: readonly ViewAttachment[] = [
  { id: '1', kind: 'folder', context: 'folder', label: 'browser/', detail: 'the first 1000 names', tokens: 9800 },
  { id: '2', kind: 'problems', context: 'problems', label: 'Problems', detail: 'search.ts · 3', tokens: 120 },
  { id: '3', kind: 'changes', context: 'changes', label: 'Changes', detail: '12 files', tokens: 3400 },
  { id: '4', kind: 'terminal', context: 'terminal', label: 'bash', detail: '24 lines', tokens: 310 },
  { id: '5', kind: 'symbol', context: 'symbol', label: 'createSuggestionList', detail: '26–150', tokens: 1100 },
  { id: '6', kind: 'file', label: 'a-file-with-a-rather-long-name.config.ts', tokens: 800 },
];

export const suggestionsFor = (query: string, items: readonly Suggestion[] = offered): ToPage => ({
  type: 'suggestions',
  trigger: '#',
  query,
  items,
});

const chips = kinds.map(({ id: _i, kind: _k, tokens: _t, ...chip }) => chip);

export const contextStates: readonly PageState[] = [
  {
    name: 'list of context',
    facts: [stateOf([]), suggestionsFor('')],
    async act(page) {
      await page.getByRole('textbox', { name: 'Message' }).pressSequentially('#');
      await page.getByRole('option').first().waitFor();
    },
  },
  { name: 'chips of every kind', facts: [stateOf([], { attachments: kinds })] },
  {
    name: 'kinds in a question',
    facts: [stateOf([question('q', 'What is wrong here?', { chips }), answer('a', { text: 'Nothing at all.' })])],
  },
  {
    name: 'too long for the model',
    facts: [stateOf([question('q'), answer('a')], { attachments: kinds, room: { taken: 2300, window: 8192 } })],
    async act(page) {
      await page.getByRole('textbox', { name: 'Message' }).fill('What has changed, and why?');
      await page.getByText('It would fit').waitFor();
    },
  },
];
