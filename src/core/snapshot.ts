import type { ViewAnswer, ViewChip, ViewError, ViewMessage, ViewProgress, ViewUserMessage } from '../shared/protocol';
import type { FilePart, Progress } from './chat';
import { type Answer, type Entry, type Question, questionText } from './conversation';
import type { ChatErrorDetails } from './errors';

/** The words of the user's language that a snapshot needs. */
export interface SnapshotWords {
  readonly error: (details: ChatErrorDetails) => ViewError;
  /** Something the user should know that is no error, such as an answer cut at its token limit. */
  readonly notice: (answer: Answer) => string | undefined;
  /** Time and tokens of an answer that has ended. */
  readonly summary: (answer: Answer) => string | undefined;
}

/** An entry as the page shows it. `progress`: where the answer stands, when it is waited for; `file`: what it is about. */
export function viewMessage(entry: Entry, words: SnapshotWords, progress?: Progress, file?: FilePart): ViewMessage {
  if (entry.role === 'user') return viewQuestion(entry);
  return {
    ...viewAnswer(entry, words),
    ...(progress ? { progress: viewProgress(progress, words) } : {}),
    ...(file ? { file: { name: baseName(file), language: file.language } } : {}),
  };
}

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

function baseName({ name }: FilePart): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function chips(part: Question['parts'][number]): readonly ViewChip[] {
  if (part.type !== 'file') return [];
  const label = baseName(part);
  if (!part.lines) return [{ label }];
  const [first, last] = part.lines;
  return [{ label, detail: first === last ? String(first) : `${first}–${last}` }];
}

function viewAnswer(answer: Answer, words: SnapshotWords): ViewAnswer {
  const notice = words.notice(answer);
  const summary = words.summary(answer);
  return {
    role: 'assistant',
    id: answer.id,
    model: answer.model,
    endpoint: answer.endpoint,
    text: answer.text,
    reasoning: answer.reasoning,
    status: answer.status,
    ...(notice === undefined ? {} : { notice }),
    ...(summary === undefined ? {} : { summary }),
    ...(answer.error === undefined ? {} : { error: words.error(answer.error) }),
  };
}
