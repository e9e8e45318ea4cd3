// The chat view as a user sees it, by its accessible names.
import type { FrameLocator, Locator } from 'playwright-core';
import { chatFrame, type Workbench } from './workbench';

export interface ChatDriver {
  readonly chat: () => FrameLocator;
  readonly message: () => Locator;
  /** The model picker, while it shows this model. */
  readonly modelButton: (model: string) => Locator;
  readonly answers: () => Locator;
  readonly send: () => Locator;
  readonly stop: () => Locator;
  /** Types a question, sends it once the answer before has ended, and waits until its own is under way. */
  readonly ask: (text: string) => Promise<void>;
  /** Pastes a text file into the message box, and waits until it goes along. */
  readonly pasteFile: (name: string, text: string) => Promise<void>;
  /** The button that leaves out what goes along, by its name. */
  readonly remove: (name: string) => Locator;
  /** What a slash offers, once that is there. Leaves the box empty. */
  readonly offeredPrompts: () => Promise<readonly string[]>;
  /** The text of the last answer, once it has ended. */
  readonly answered: () => Promise<string>;
}

/** Drives the chat view of a workbench, which may be opened later, and whose answers come from this model. */
export function chatDriver(workbench: () => Workbench, model: string): ChatDriver {
  const chat = () => chatFrame(workbench());
  const message = () => chat().getByRole('textbox', { name: 'Message', exact: true });
  const answers = () => chat().getByRole('article', { name: model });
  const send = () => chat().getByRole('button', { name: 'Send', exact: true });
  const remove = (name: string) => chat().getByRole('button', { name: `Remove ${name}`, exact: true });
  return {
    chat,
    message,
    modelButton: shown => chat().getByRole('button', { name: new RegExp(`^Model: ${shown}`) }),
    answers,
    send,
    stop: () => chat().getByRole('button', { name: 'Stop', exact: true }),
    async ask(text) {
      await send().waitFor();
      const count = await answers().count();
      await message().fill(text);
      await message().press('Enter');
      await answers().nth(count).waitFor();
    },
    remove,
    async pasteFile(name, text) {
      await message().evaluate(
        (box, file) => {
          const clipboardData = new DataTransfer();
          clipboardData.items.add(new File([file.text], file.name, { type: 'text/plain' }));
          box.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
        },
        { name, text },
      );
      await remove(name).waitFor();
    },
    async offeredPrompts() {
      await message().fill('');
      await message().pressSequentially('/');
      const options = chat().getByRole('option');
      await options.filter({ hasText: '/explain' }).waitFor();
      const names = await options.allInnerTexts();
      await message().fill('');
      return names;
    },
    async answered() {
      await answers().last().getByRole('button', { name: 'Regenerate' }).waitFor();
      return answers().last().innerText();
    },
  };
}
