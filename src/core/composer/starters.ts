import type { Starter } from '../../shared/protocol';
import type { FilePart } from '../chat';
import type { ComposerEditor } from './composerTypes';

/** What a starter of an empty conversation takes along; empty where there is nothing of the kind. */
export async function starterParts(editor: ComposerEditor, starter: Starter): Promise<readonly FilePart[]> {
  switch (starter) {
    case 'explain': {
      const code = await editor.code();
      return code ? [code.scope.file, ...(code.others ?? []).map(({ file }) => file)] : [];
    }
    case 'findBug': {
      const file = editor.file();
      return file ? [file] : [];
    }
    case 'describeChanges': {
      const changes = await editor.changes();
      return changes ? [{ type: 'file', name: 'changes.diff', language: 'diff', text: changes.diff }] : [];
    }
  }
}
