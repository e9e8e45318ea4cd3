import type {
  ViewAnswer,
  ViewError,
  ViewMessage,
  ViewProgress,
  ViewSummary,
  ViewUserMessage,
  ViewVariants,
} from '../../shared/viewState';
import type { Progress } from '../chat';
import { filesAskedAbout } from '../code/filesAskedAbout';
import { siblingsIn } from '../conversation/branches';
import { type Answer, type Conversation, type Entry, type Question, questionText } from '../conversation/conversation';
import { canContinue } from '../conversation/turns';
import type { ChatErrorDetails } from '../errors';
import { baseName } from '../text';
import { chips } from './chips';

/** The words of the user's language that a snapshot needs. */
export interface SnapshotWords {
  readonly error: (details: ChatErrorDetails) => ViewError;
  /** Something the user should know that is no error, such as an answer cut at its token limit. */
  readonly notice: (answer: Answer) => string | undefined;
  /** Where it was asked and how much was sent, where that was the first time. */
  readonly firstSend: (answer: Answer) => string | undefined;
  /** Time and tokens of an answer that has ended. */
  readonly summary: (answer: Answer) => ViewSummary | undefined;
}

/** Shows the entries of a conversation as the page has them. `progress`: where an answer that is waited for stands. */
export function viewMessages(
  conversation: Conversation,
  words: SnapshotWords,
  now: number,
): (entry: Entry, progress?: Progress) => ViewMessage {
  const siblings = siblingsIn(conversation.branches);
  const files = filesAskedAbout(conversation);
  return (entry, progress) => {
    const variants = viewVariants(entry.id, siblings(entry.id));
    const more = variants ? { variants } : {};
    if (entry.role === 'user') return { ...viewQuestion(entry), ...more };
    const standing = progress ? { progress: viewProgress(progress, words) } : {};
    const file = files.get(entry.id);
    const about = file ? { file: { name: baseName(file.name), language: file.language } } : {};
    return { ...viewAnswer(entry, words, now), ...more, ...standing, ...about };
  };
}

function viewVariants(id: string, siblings: readonly string[]): ViewVariants | undefined {
  if (siblings.length < 2) return undefined;
  const index = siblings.indexOf(id);
  const previous = siblings[index - 1];
  const next = siblings[index + 1];
  return {
    number: index + 1,
    count: siblings.length,
    ...(previous === undefined ? {} : { previous }),
    ...(next === undefined ? {} : { next }),
  };
}

/** A retry says in one line why: the server's wish when to come again is left out of it, as the seconds are counted beside it. */
export function viewProgress(progress: Progress, words: SnapshotWords): ViewProgress {
  if (progress.phase !== 'retry') return progress;
  const { error, ...countdown } = progress;
  // The countdown says when.
  const { retryAfterSeconds: _, ...reason } = error;
  const { title, serverMessage } = words.error(reason);
  return { ...countdown, reason: serverMessage === undefined ? title : `${title}: ${serverMessage}` };
}

function viewQuestion(question: Question): ViewUserMessage {
  return { role: 'user', id: question.id, text: questionText(question), chips: question.parts.flatMap(chips) };
}

function viewAnswer(answer: Answer, words: SnapshotWords, now: number): ViewAnswer {
  const notice = words.notice(answer);
  const summary = words.summary(answer);
  const firstSend = words.firstSend(answer);
  const seconds = thoughtSeconds(answer, now);
  return {
    role: 'assistant',
    id: answer.id,
    model: answer.model,
    endpoint: answer.endpoint,
    text: answer.text,
    reasoning: answer.reasoning,
    status: answer.status,
    ...(seconds === undefined ? {} : { thoughtSeconds: seconds }),
    ...(firstSend === undefined ? {} : { firstSend }),
    ...(notice === undefined ? {} : { notice }),
    ...(canContinue(answer) ? { canContinue: true } : {}),
    ...(summary === undefined ? {} : { summary }),
    ...(answer.error === undefined ? {} : { error: words.error(answer.error) }),
  };
}

/** How long the answer has thought, or thinks by now. */
function thoughtSeconds({ firstThoughtAt, thoughtUntil, endedAt }: Answer, now: number): number | undefined {
  return firstThoughtAt === undefined ? undefined : ((thoughtUntil ?? endedAt ?? now) - firstThoughtAt) / 1000;
}

/** The tokens of the conversation when it was last asked, and of its answer, where the server has counted them. */
export function usedTokens({ entries }: Conversation): number | undefined {
  const last = entries.findLast(entry => entry.role === 'assistant' && entry.usage?.inputTokens !== undefined);
  if (last?.role !== 'assistant') return undefined;
  return (last.usage?.inputTokens ?? 0) + (last.usage?.outputTokens ?? 0);
}
