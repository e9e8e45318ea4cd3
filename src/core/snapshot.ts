import type { ViewAnswer, ViewChip, ViewError, ViewMessage, ViewUserMessage } from '../shared/protocol';
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

/** An entry as the page shows it. */
export function viewMessage(entry: Entry, words: SnapshotWords): ViewMessage {
  return entry.role === 'user' ? viewQuestion(entry) : viewAnswer(entry, words);
}

function viewQuestion(question: Question): ViewUserMessage {
  return { role: 'user', id: question.id, text: questionText(question), chips: question.parts.flatMap(chips) };
}

function chips(part: Question['parts'][number]): readonly ViewChip[] {
  if (part.type !== 'file') return [];
  const label = part.name.slice(part.name.lastIndexOf('/') + 1);
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
