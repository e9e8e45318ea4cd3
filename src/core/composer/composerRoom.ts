import type { Part } from '../chat';
import type { Attaching } from '../context/attaching';
import { partsTokens, type Room, roomIn } from '../context/room';
import type { Entry } from '../conversation/conversation';
import type { ComposerDependencies } from './composerTypes';

/** What the model can still hold, as the message box needs to know it. */
export interface ComposerRoom {
  /** Behind what was said before; undefined where it is not known what the model can hold. */
  left(): Room | undefined;
  /** That the model cannot hold a message behind what was said before, in words; nothing where it can. */
  tooLong(parts: readonly Part[]): Promise<readonly string[]>;
  /** The same of a question that is asked again, in its own words or others. */
  tooLongAgain(id: string | undefined, text?: string): Promise<readonly string[]>;
}

/** Counts by estimate what the server has not counted yet; what is attached is counted once, when it is added. */
export function createComposerRoom(
  dependencies: Pick<ComposerDependencies, 'session' | 'contextWindow' | 'settings' | 'instructions' | 'words'>,
  attaching: Pick<Attaching, 'list'>,
): ComposerRoom {
  const { session, settings, words } = dependencies;

  function left(entries: readonly Entry[] = session.conversation.entries): Room | undefined {
    const target = session.target();
    const window = target && dependencies.contextWindow(target);
    if (window === undefined) return undefined;
    const maxTokens = target?.endpoint.parameters['max_tokens'];
    const systemPrompt = [settings().systemPrompt, dependencies.instructions?.()].filter(Boolean).join('\n\n');
    return roomIn({ conversation: { ...session.conversation, entries }, window, systemPrompt, maxTokens });
  }

  async function tooLong(parts: readonly Part[], before?: readonly Entry[]): Promise<readonly string[]> {
    const { taken, window } = left(before) ?? { taken: 0, window: Number.POSITIVE_INFINITY };
    const counted = new Map(attaching.list().map(({ part, tokens: known }) => [part, known]));
    const tokens = taken + partsTokens(parts, part => counted.get(part));
    return tokens > window ? [await words.problem({ reason: 'tooLong', tokens, window })] : [];
  }

  return {
    left: () => left(),
    tooLong: parts => tooLong(parts),
    async tooLongAgain(id, text) {
      const { entries } = session.conversation;
      const at = entries.findIndex(entry => entry.id === id);
      const question = entries[at];
      if (question?.role !== 'user') return [];
      const { parts } = question;
      const meant =
        text === undefined ? parts : [...parts.filter(part => part.type !== 'text'), { type: 'text' as const, text }];
      return tooLong(meant, entries.slice(0, at));
    },
  };
}
