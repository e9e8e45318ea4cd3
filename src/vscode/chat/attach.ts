import type { ComposerEditor } from '../../core/composerTypes';
import { activeEditor, filePart, problemsIn } from '../editor';
import { selectedCode } from '../selectedCode';

/** The code beside the chat. */
export const composerEditor: Pick<ComposerEditor, 'code' | 'file'> = {
  async code() {
    const editor = activeEditor();
    const code = editor && (await selectedCode(editor));
    if (!code) return undefined;
    const { uri, scope, others } = code;
    return {
      scope,
      problems: problemsIn(uri, scope.file),
      others: others.map(file => ({ file, problems: problemsIn(uri, file) })),
    };
  },
  file() {
    const editor = activeEditor();
    return editor && filePart(editor.document);
  },
};
