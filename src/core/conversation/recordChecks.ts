import type { AnswerStatus } from '../../shared/viewState';
import type { Part } from '../chat';
import type { ChatErrorKind } from '../errors';
import { field, isRecord } from '../unknown';
import type { ConversationRecord } from './conversation';

/**
 * Whether a line of a conversation's file is a record, as far as anyone relies on it. A disk may hold anything: what was torn,
 * written by another version or by another program must cost its line and no more (row S23).
 */
export function isConversationRecord(value: unknown): value is ConversationRecord {
  const type = field(value, 'type');
  const checks: unknown = typeof type === 'string' ? field(RECORDS, type) : undefined;
  return Array.isArray(checks) && isOptional(field(value, 'after'), isText) && checks.every(check => check(value));
}

type Check = (value: unknown) => boolean;

const isText: Check = value => typeof value === 'string';
const isNumber: Check = value => Number.isFinite(value);
const isOptional = (value: unknown, fits: Check): boolean => value === undefined || fits(value);
/** An object with these fields, each of which fits. */
const has =
  (fits: Check, ...names: readonly string[]): Check =>
  value =>
    names.every(name => fits(field(value, name)));
const mayHave =
  (fits: Check, ...names: readonly string[]): Check =>
  value =>
    isRecord(value) && names.every(name => isOptional(field(value, name), fits));
const oneOf =
  (...words: readonly string[]): Check =>
  value =>
    words.some(word => word === value);
const all =
  (...checks: readonly Check[]): Check =>
  value =>
    checks.every(check => check(value));

const ERROR_KINDS: Readonly<Record<ChatErrorKind, true>> = {
  config: true,
  unauthorized: true,
  notFound: true,
  rateLimited: true,
  tooLong: true,
  server: true,
  network: true,
  timeout: true,
  protocol: true,
  truncated: true,
  internal: true,
};

const isError: Check = all(
  has(oneOf(...Object.keys(ERROR_KINDS)), 'kind'),
  has(isText, 'message'),
  mayHave(isText, 'serverMessage', 'request', 'code', 'suggestedUrl', 'proxy', 'tokenOrigin'),
);

const isOutcome: Check = value => {
  const status = field(value, 'status');
  if (status === 'failed') return isError(field(value, 'error'));
  if (status === 'complete') return has(isText, 'finishReason')(value);
  return status === 'stopped' || status === 'interrupted';
};

const isListOfTexts: Check = value => Array.isArray(value) && value.every(isText);
const isLines: Check = value => Array.isArray(value) && value.length === 2 && value.every(isNumber);
const isContext: Check = all(
  has(oneOf('folder', 'problems', 'changes', 'terminal', 'symbol'), 'kind'),
  has(isText, 'label'),
  mayHave(isText, 'detail'),
);
/** The page shows it; an address would be a request to somebody. */
const isPicture: Check = value => typeof value === 'string' && value.startsWith('data:image/');

const PARTS: Readonly<Record<string, Check>> = {
  text: has(isText, 'text'),
  file: all(
    has(isText, 'name', 'language', 'text'),
    mayHave(isLines, 'lines'),
    mayHave(isListOfTexts, 'problems'),
    mayHave(isText, 'source'),
    mayHave(isContext, 'context'),
  ),
  image: all(has(isText, 'name', 'mediaType', 'data'), mayHave(isPicture, 'thumbnail')),
};

/** Whether it is a piece of a question, as far as anyone relies on it. */
export function isPart(value: unknown): value is Part {
  const type = field(value, 'type');
  return typeof type === 'string' && Object.hasOwn(PARTS, type) && PARTS[type]?.(value) === true;
}

const isUsage: Check = mayHave(isNumber, 'inputTokens', 'outputTokens');
const isFirstSend: Check = all(has(isText, 'host'), has(isNumber, 'bytes', 'tokens'));

const isParts: Check = value => Array.isArray(value) && value.every(isPart);

const STATUSES: Readonly<Record<AnswerStatus, true>> = {
  waiting: true,
  streaming: true,
  complete: true,
  stopped: true,
  interrupted: true,
  failed: true,
};

const isAnswer: Check = all(
  has(isText, 'id', 'endpoint', 'model', 'text', 'reasoning'),
  has(oneOf(...Object.keys(STATUSES)), 'status'),
  has(isNumber, 'askedAt'),
  mayHave(isNumber, 'firstThoughtAt', 'thoughtUntil', 'firstTextAt', 'endedAt', 'earlierTokens'),
  mayHave(isText, 'finishReason', 'finishWord'),
  mayHave(isUsage, 'usage'),
  mayHave(isFirstSend, 'firstSend'),
  mayHave(isError, 'error'),
);

const isEntry: Check = value => {
  const role = field(value, 'role');
  if (role === 'assistant') return isAnswer(value);
  return role === 'user' && has(isText, 'id')(value) && has(isParts, 'parts')(value);
};

const RECORDS: Readonly<Record<ConversationRecord['type'], readonly Check[]>> = {
  target: [has(isText, 'endpoint', 'model')],
  question: [has(isText, 'id'), has(isParts, 'parts')],
  asked: [has(isText, 'id', 'endpoint', 'model'), has(isNumber, 'at')],
  entry: [has(isEntry, 'entry'), has(isText, 'after')],
  delta: [has(isText, 'id', 'text', 'reasoning'), has(isNumber, 'at')],
  usage: [has(isText, 'id'), has(isUsage, 'usage')],
  ended: [has(isText, 'id'), has(isNumber, 'at'), has(isOutcome, 'outcome')],
  firstSend: [has(isText, 'id'), has(isFirstSend, 'firstSend')],
  continued: [has(isText, 'id'), has(isNumber, 'at')],
  chosen: [has(isText, 'id')],
  withdrawn: [has(isText, 'id')],
  restored: [has(isText, 'id')],
};
