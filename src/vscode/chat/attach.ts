import type { ComposerEditor } from '../../core/composerTypes';
import { activeEditor, codeScope, filePart, problemsIn } from '../editor';

/** The code beside the chat. */
export const composerEditor: Pick<ComposerEditor, 'code' | 'file'> = {
  async code() {
    const editor = activeEditor();
    const scope = editor && (await codeScope(editor));
    return scope && { scope, problems: problemsIn(editor.document.uri, scope.file) };
  },
  file() {
    const editor = activeEditor();
    return editor && filePart(editor.document);
  },
};
