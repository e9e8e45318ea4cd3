import type { ChatEvent, ChatRequest, Message } from '../chat';
import type { Endpoint } from '../endpoints/endpoints';
import type { FullTarget } from '../endpoints/target';
import type { CursorContext } from './cursorContext';
import { inlineParameters, type Known, readSuggestion, refusedParameters } from './inlineAnswer';

/** A model that used up all of its room before the first word of its answer. */
export class ThoughtTooLong extends Error {
  constructor(readonly model: string) {
    super(`${model} has used up its room before the first word.`);
  }
}

/** Asks a model for a suggestion, and learns what each can do with the question. */
export interface InlineQuestion {
  /**
   * Settles only once the connection is closed.
   *
   * @throws ChatError, ThoughtTooLong, or the reason of the abort
   */
  ask(target: FullTarget, messages: readonly Message[], context: CursorContext, signal: AbortSignal): Promise<string>;
  /** Whether this model thinks before it writes, as far as that was seen. */
  thinks(target: FullTarget): boolean;
}

/** `chat` may be asked several times for one suggestion: without what was refused, then with room to think in. */
export interface InlineQuestionDependencies {
  readonly chat: (endpoint: Endpoint, request: ChatRequest, signal: AbortSignal) => AsyncIterable<ChatEvent>;
  /** Told once for each model, when it is first seen to think. */
  readonly onThinks: (target: FullTarget) => void;
}

const NOTHING: Known = { thinks: false, refused: [] };

/** Keeps in memory what it has learned of each model, by address and name: the next question begins with that. */
export function createInlineQuestion({ chat, onThinks }: InlineQuestionDependencies): InlineQuestion {
  const learned = new Map<string, Known>();
  const knownOf = (target: FullTarget): Known => learned.get(aimOf(target)) ?? NOTHING;

  function noteThinking(target: FullTarget): void {
    const known = knownOf(target);
    if (known.thinks) return;
    learned.set(aimOf(target), { ...known, thinks: true });
    onThinks(target);
  }

  /** What a question with these parameters of ours brings; undefined where all of the limit went into thinking. */
  async function askOnce(
    target: FullTarget,
    messages: readonly Message[],
    context: CursorContext,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { endpoint, model } = target;
    const parameters = inlineParameters(endpoint, context, knownOf(target));
    const request = { model, messages, parameters, stream: endpoint.stream };
    const { text, isSpent } = await readSuggestion(chat(endpoint, request, signal), context, () =>
      noteThinking(target),
    );
    return isSpent ? undefined : text;
  }

  return {
    thinks: target => knownOf(target).thinks,
    async ask(target, ...question) {
      const [, , signal] = question;
      // Each round knows more than the one before: that the model thinks, or one more thing that it refuses.
      for (;;) {
        const known = knownOf(target);
        try {
          const text = await askOnce(target, ...question);
          if (text !== undefined) return text;
        } catch (error) {
          const refused = signal.aborted ? [] : refusedParameters(error, target.endpoint, known);
          if (refused.length === 0) throw error;
          learned.set(aimOf(target), { ...knownOf(target), refused: [...known.refused, ...refused] });
          continue;
        }
        if (known.thinks) throw new ThoughtTooLong(target.model);
        noteThinking(target);
      }
    },
  };
}

/** Tells models apart. */
export function aimOf({ endpoint, model }: FullTarget): string {
  return `${endpoint.url} ${model}`;
}
