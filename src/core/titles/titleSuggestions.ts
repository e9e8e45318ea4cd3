import type { ChatEvent } from '../chat';
import type { Client } from '../client/client';
import type { Answer, Conversation, Question } from '../conversation/conversation';
import type { Endpoint } from '../endpoints/endpoints';
import { ChatError, isChatError } from '../errors';
import type { ConversationLabel } from '../store/historyTypes';
import { cleanSuggestedTitle } from './suggestedTitleText';
import { titleRequest } from './titleQuestion';

/** Asks models for the titles of conversations. */
export interface TitleSuggestions {
  /**
   * Takes notice of a conversation whose answer has ended. After the first one, the model that has given it is asked for a title,
   * once. Resolves to what it is called from now on, where that has changed; never rejects.
   */
  answered(conversation: Conversation, endpoint: Endpoint | undefined): Promise<string | undefined>;
  /** Ends what runs. */
  dispose(): void;
}

/** The client loads when a title is wanted. `labelOf` is asked before the model and once more after it. */
export interface TitleSuggestionsDependencies {
  readonly client: () => Promise<Pick<Client, 'chat'>>;
  /** As it is now: the user may have given a title meanwhile. Undefined where the conversation is no longer there. */
  readonly labelOf: (id: string) => Promise<ConversationLabel | undefined>;
  readonly label: (id: string, change: ConversationLabel) => Promise<void>;
  /** Nobody waits for a title, so nobody is told but the log. */
  readonly onFailure: (error: unknown, endpoint: Endpoint) => void;
}

/** No conversation is asked about twice in the life of a window, also where that has failed. */
export function createTitleSuggestions(dependencies: TitleSuggestionsDependencies): TitleSuggestions {
  const { client, labelOf, label, onFailure } = dependencies;
  const asked = new Set<string>();
  const ended = new AbortController();

  async function suggest(conversation: Conversation, endpoint: Endpoint): Promise<string | undefined> {
    const turn = firstTurn(conversation);
    const { id } = conversation;
    if (!turn || asked.has(id)) return undefined;
    asked.add(id);
    if (!isUntitled(await labelOf(id))) return undefined;
    const title = await askForTitle(await client(), turn, endpoint, ended.signal);
    if (title === undefined || ended.signal.aborted || !isUntitled(await labelOf(id))) return undefined;
    await label(id, { title });
    return title;
  }

  return {
    async answered(conversation, endpoint) {
      if (!endpoint || ended.signal.aborted) return undefined;
      try {
        return await suggest(conversation, endpoint);
      } catch (error) {
        if (!ended.signal.aborted) onFailure(error, endpoint);
        return undefined;
      }
    },
    dispose: () => ended.abort(),
  };
}

function isUntitled(label: ConversationLabel | undefined): boolean {
  return label !== undefined && !label.title;
}

interface Turn {
  readonly question: Question;
  readonly answer: Answer;
}

/** The first question and its answer, while that is the only one that is complete. */
function firstTurn({ entries, aside }: Conversation): Turn | undefined {
  const complete = [...entries, ...aside].flatMap(entry =>
    entry.role === 'assistant' && entry.status === 'complete' && entry.text.trim() !== '' ? [entry] : [],
  );
  const question = entries.find(entry => entry.role === 'user');
  const [answer, ...more] = complete;
  return question && answer && more.length === 0 ? { question, answer } : undefined;
}

/** @throws ChatError, or the reason of the abort */
async function askForTitle(
  client: Pick<Client, 'chat'>,
  turn: Turn,
  endpoint: Endpoint,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const plainly of [false, true]) {
    const request = { ...titleRequest(turn, endpoint, plainly), model: turn.answer.model, stream: endpoint.stream };
    try {
      return await readTitle(client.chat(endpoint, request, signal));
    } catch (error) {
      // A thinking model, whose server may know none of the words for thinking less.
      if (plainly || !isRefusal(error) || turn.answer.reasoning === '') throw error;
    }
  }
  return undefined;
}

function isRefusal(error: unknown): boolean {
  return isChatError(error) && (error.details.status === 400 || error.details.status === 422);
}

/** More than the longest title, thinking in the answer included: who goes on is left. */
const MOST_CHARACTERS = 20_000;

async function readTitle(events: AsyncIterable<ChatEvent>): Promise<string | undefined> {
  let written = '';
  for await (const event of events) {
    // A server that is busy has better things to do.
    if (event.type === 'progress' && event.progress.phase === 'retry') throw new ChatError(event.progress.error);
    if (event.type === 'text') written += event.text;
    if (written.length > MOST_CHARACTERS) return undefined;
  }
  return cleanSuggestedTitle(written);
}
