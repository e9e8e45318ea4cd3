import type { ChatEvent, Usage } from '../chat';
import type { Clock } from '../clock';
import { type ChatErrorDetails, errorDetails } from '../errors';

/** What there is to tell of a request: never a header, a key, or a word of what was said. Times in milliseconds. */
export interface RequestRecord {
  readonly endpoint: string;
  readonly model?: string;
  /** Method and address without query. */
  readonly request: string;
  /** `direct`, the proxy, or `through VS Code`. */
  readonly way: string;
  readonly status?: number;
  readonly connected?: number;
  /** Until the head of the reply. */
  readonly replied?: number;
  /** Until the first word. */
  readonly firstWord?: number;
  readonly total: number;
  readonly usage?: Usage;
  readonly outcome: 'complete' | 'left' | 'failed';
  readonly error?: ChatErrorDetails;
  /** Not even what the server said of it may be in the log. */
  readonly isPrivate?: boolean;
}

/** Watches one request from its beginning to its end, and reports it once. */
export function watchRequest(
  { endpoint, model, isPrivate }: Pick<RequestRecord, 'endpoint' | 'model' | 'isPrivate'>,
  { clock, report }: { readonly clock: Clock; readonly report: (record: RequestRecord) => void },
) {
  const startedAt = clock.now();
  const since = (): number => clock.now() - startedAt;
  let record: Omit<RequestRecord, 'total' | 'outcome'> = {
    endpoint,
    ...(model === undefined ? {} : { model }),
    ...(isPrivate ? { isPrivate } : {}),
    request: '',
    way: '',
  };
  const note = (more: Partial<typeof record>): void => {
    record = { ...record, ...more };
  };
  /** What is asked after that, such as details that a model list leaves out, is not what the record is about. */
  let answered = false;
  const noteRequest = (more: Partial<typeof record>): void => {
    if (!answered) note(more);
  };
  return {
    /** Method and address without query, as far as it has come to that. */
    asked: () => record.request,
    onRoute: (request: string, way: string) => noteRequest({ request, way }),
    onSent: () => noteRequest({ connected: since() }),
    onReply(status: number): void {
      noteRequest({ status, replied: since() });
      answered ||= status >= 200 && status <= 299;
    },
    onEvent(event: ChatEvent): void {
      if (event.type === 'usage') note({ usage: { ...record.usage, ...event.usage } });
      const isWord = event.type === 'text' || event.type === 'reasoning';
      if (isWord && record.firstWord === undefined) note({ firstWord: since() });
    },
    onEnd: (outcome: 'complete' | 'left') => report({ ...record, outcome, total: since() }),
    onFailure: (error: unknown) => report({ ...record, outcome: 'failed', error: errorDetails(error), total: since() }),
  };
}
