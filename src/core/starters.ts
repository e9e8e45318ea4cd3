import type { Starter } from '../shared/protocol';
import type { FilePart } from './chat';
import type { ComposerEditor } from './composerTypes';

/** What a starter of an empty conversation takes along; undefined where there is nothing of the kind. */
export async function starterPart(editor: ComposerEditor, starter: Starter): Promise<FilePart | undefined> {
  switch (starter) {
    case 'explain':
      return (await editor.code())?.scope.file;
    case 'findBug':
      return editor.file();
    case 'describeChanges': {
      const text = await editor.changes();
      return text ? { type: 'file', name: 'changes.diff', language: 'diff', text } : undefined;
    }
  }
}
