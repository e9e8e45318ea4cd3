// The message box: what goes along, its list, and what it asks before it sends.
import type { ToPage } from '../../src/shared/protocol';
import type { ViewAttachment } from '../../src/shared/viewState';
import { stateOf } from './fixtures';
import type { PageState } from './states';
import { ask, context, explained, problems } from './stateTexts';

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
export const composerStates: readonly PageState[] = [
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
];
