import type { Progress } from '../chat';
import { answerOf, type Conversation, type ConversationRecord } from '../conversation/conversation';
import { type AnswerHappening, type AnswerRequest, writeAnswer } from '../conversation/writeAnswer';
import { failedAfterSending, measure, tellsSent } from './firstSend';
import type { SessionChange, SessionDependencies } from './sessionTypes';

/** The answer that is being written, one at most. */
export interface Answering {
  readonly isBusy: boolean;
  /** Where it stands, while nothing of it comes. */
  readonly progress: { readonly id: string; readonly progress: Progress } | undefined;
  /** Resolves when the answer has ended, well or not, and is on disk. */
  start(request: AnswerRequest): Promise<void>;
  /** Ends it and keeps what there is of it. `interrupted`: it was not the user who ended it. */
  stop(status: 'stopped' | 'interrupted'): Promise<void>;
}

/** The session's own conversation: `record` applies what happens to it and has it written, `emit` tells those who show it. */
export interface AnsweringDependencies extends Pick<SessionDependencies, 'client' | 'store' | 'now' | 'firstSends'> {
  readonly conversation: () => Conversation;
  readonly record: (record: ConversationRecord) => void;
  readonly emit: (change: SessionChange) => void;
}

/** One for each session, which starts no answer while one is running: that is not checked here. */
export function createAnswering(dependencies: AnsweringDependencies): Answering {
  const { store, now, record, emit } = dependencies;
  let running: { readonly abort: AbortController; readonly done: Promise<void> } | undefined;
  let progress: Answering['progress'];

  async function run(request: AnswerRequest, abort: AbortController): Promise<void> {
    const { id, endpoint } = request;
    try {
      // What the user wrote must survive a crash before it leaves this machine.
      await store.flush();
      for await (const happening of writeAnswer(dependencies, request, abort.signal)) {
        if (hasLeft(happening)) dependencies.firstSends?.noteSent(endpoint.url);
        take(id, happening);
      }
    } finally {
      // Who is told may throw: that must not leave the session busy, nor the answer without an end.
      if (running?.abort === abort) {
        running = undefined;
        progress = undefined;
        record({ type: 'ended', id, at: now(), outcome: { status: 'interrupted' } });
      }
    }
    await store.flush();
  }

  function take(id: string, happening: AnswerHappening): void {
    if (happening.type === 'usage') {
      record(happening);
      return;
    }
    const before = progress;
    progress = happening.type === 'progress' ? { id, progress: happening.progress } : undefined;
    if (happening.type === 'progress') {
      emit({ type: 'progress', id, progress: happening.progress });
    } else if (happening.type === 'delta') {
      // An answer that begins, or goes on after a silence, is shown anew.
      const whole = answerOf(dependencies.conversation(), id)?.status === 'waiting' || before !== undefined;
      record(happening);
      emit(whole ? { type: 'entry', id } : happening);
    } else {
      running = undefined;
      record(happening);
      emit({ type: 'entry', id });
      emit({ type: 'frame' });
    }
  }

  return {
    get isBusy() {
      return running !== undefined;
    },
    get progress() {
      return progress;
    },
    async start(request) {
      const { id, endpoint, messages } = request;
      if (dependencies.firstSends?.isFirst(endpoint.url))
        record({ type: 'firstSend', id, firstSend: measure(endpoint, messages) });
      const abort = new AbortController();
      const done = run(request, abort);
      running = { abort, done };
      emit({ type: 'entry', id: request.id });
      emit({ type: 'frame' });
      await done;
    },
    async stop(status) {
      running?.abort.abort(status);
      await running?.done;
    },
  };
}

/** Whether the request was sent, as far as this tells: an answer that was stopped may not have come so far. */
function hasLeft(happening: AnswerHappening): boolean {
  if (happening.type !== 'ended') return tellsSent(happening);
  const { outcome } = happening;
  return outcome.status === 'failed' ? failedAfterSending(outcome.error) : outcome.status === 'complete';
}
