import type { ComposerEditor } from '../../core/composer/composerTypes';
import { activeEditor, filePart, problemsIn } from '../editor';

/** The code beside the chat. */
export const composerEditor: Pick<ComposerEditor, 'code' | 'file'> = {
  async code() {
    const editor = activeEditor();
    if (!editor) return undefined;
    const { selectedCode } = await import('../selectedCode');
    const code = await selectedCode(editor);
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
