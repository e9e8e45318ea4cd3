import type { ComposerEditor } from '../../core/composer/composerTypes';
import { onFirstUse } from '../../core/onFirstUse';
import type { ContextSourcesDependencies } from './contextSources';

/** What can be taken along from the workspace. What looks for it is loaded when it is first asked for. */
export function createContextEditor(
  dependencies: ContextSourcesDependencies,
): Pick<ComposerEditor, 'changes' | 'mentions' | 'search' | 'read' | 'readDropped' | 'choose'> {
  const sources = onFirstUse(async () => (await import('./contextSources')).createContextSources(dependencies));
  return {
    changes: dependencies.changes,
    mentions: async () => (await sources.get()).mentions(),
    async *search(query, signal) {
      yield* (await sources.get()).search(query, signal);
    },
    read: async uri => (await sources.get()).read(uri),
    readDropped: async uri => (await sources.get()).readDropped(uri),
    choose: async () => (await sources.get()).choose(),
  };
}
