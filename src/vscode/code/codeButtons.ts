import { onFirstUse } from '../../core/onFirstUse';
import type { CodeActions, CodeActionsDependencies } from './codeActions';

/** The buttons of a code block. What is behind them loads with the first that is pressed. */
export function createCodeButtons(dependencies: CodeActionsDependencies): CodeActions {
  const { get: actions } = onFirstUse(async () => {
    const { createCodeActions } = await import('./codeActions');
    return createCodeActions(dependencies);
  });
  return {
    insert: async text => (await actions()).insert(text),
    apply: async (file, text) => (await actions()).apply(file, text),
    newFile: async (text, word) => (await actions()).newFile(text, word),
  };
}
