import type { ChatEvent, Part, Progress } from './chat';
import {
  type Answer,
  answerOf,
  apply,
  type Conversation,
  type ConversationRecord,
  emptyConversation,
  type Outcome,
  requestMessages,
} from './conversation';
import type { Endpoint } from './endpoints';
import { ChatError, CODES, errorDetails } from './errors';
import type { SessionChange, SessionDependencies, Target } from './sessionTypes';

/** The one stateful thing: the current conversation and the answer that is being written. */
export class ChatSession {
  readonly #dependencies: SessionDependencies;
  readonly #listeners = new Set<(change: SessionChange) => void>();
  #conversation: Conversation;
  /** Whether the conversation is written to disk. One that was once private stays private: half a history would mislead. */
  #kept = true;
  #restored: Promise<void> | undefined;
  #running: { readonly abort: AbortController; readonly done: Promise<void> } | undefined;
  #progress: { readonly id: string; readonly progress: Progress } | undefined;

  constructor(dependencies: SessionDependencies) {
    this.#dependencies = dependencies;
    this.#conversation = emptyConversation(dependencies.newId(), dependencies.now());
  }

  get conversation(): Conversation {
    return this.#conversation;
  }

  /** Where the running answer stands, while nothing of it comes. */
  get progress(): { readonly id: string; readonly progress: Progress } | undefined {
    return this.#progress;
  }

  get busy(): boolean {
    return this.#running !== undefined;
  }

  onChange(listener: (change: SessionChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The endpoint and model that the next message goes to: the conversation's, the last one used, else the first configured. */
  target(): { readonly endpoint: Endpoint; readonly model: string | undefined } | undefined {
    const { endpoints } = this.#dependencies.settings();
    for (const wanted of [this.#conversation.target, this.#dependencies.lastTarget()]) {
      const endpoint = endpoints.find(candidate => candidate.name === wanted?.endpoint);
      if (endpoint && wanted) return { endpoint, model: wanted.model };
    }
    const first = endpoints[0];
    return first && { endpoint: first, model: first.model ?? first.models[0] };
  }

  async setTarget(target: Target): Promise<void> {
    // First, or this window's last conversation would be forgotten for an empty one.
    await this.restore();
    const record = { type: 'target', ...target } as const;
    // A conversation in which nothing has been said has no file yet.
    if (this.#conversation.entries.length === 0) this.#conversation = apply(this.#conversation, record);
    else this.#record(record);
    this.#emit({ type: 'frame' });
  }

  /**
   * Asks a question and resolves when its answer has ended, well or not: failures become part of the conversation.
   *
   * @throws ChatError of kind `config` when it cannot be asked at all; then nothing was added
   */
  async send(parts: readonly Part[]): Promise<void> {
    await this.restore();
    const target = this.#requireIdleTarget();
    this.#decideToKeep();
    const id = this.#dependencies.newId();
    this.#record({ type: 'question', id, parts });
    this.#emit({ type: 'entry', id });
    await this.#answer(target);
  }

  /** Asks again for the last answer. */
  async regenerate(): Promise<void> {
    await this.restore();
    const target = this.#requireIdleTarget();
    const last = this.#conversation.entries.at(-1);
    if (!last) return;
    this.#decideToKeep();
    if (last.role === 'assistant') {
      this.#record({ type: 'withdrawn', id: last.id });
      this.#emit({ type: 'opened' });
    }
    await this.#answer(target);
  }

  /**
   * Ends the running answer, keeps what there is of it, and resolves when it has ended. `interrupted` says that it was not
   * the user who ended it.
   */
  async stop(status: 'stopped' | 'interrupted' = 'stopped'): Promise<void> {
    this.#running?.abort.abort(status);
    await this.#running?.done;
  }

  async newConversation(): Promise<void> {
    await this.restore();
    // An answer may begin while the last one is still being written to disk.
    do await this.stop();
    while (this.#running);
    this.#conversation = emptyConversation(this.#dependencies.newId(), this.#dependencies.now());
    this.#emit({ type: 'opened' });
  }

  /** Opens the conversation that this window had open last, once. Not at activation: it reads the disk. */
  restore(): Promise<void> {
    this.#restored ??= this.#openLast();
    return this.#restored;
  }

  async #openLast(): Promise<void> {
    const id = this.#dependencies.lastConversation();
    const stored = id === undefined ? undefined : await this.#dependencies.store.load(id);
    if (!stored) return;
    this.#conversation = stored;
    this.#emit({ type: 'opened' });
  }

  #requireIdleTarget(): { readonly endpoint: Endpoint; readonly model: string } {
    if (this.#running)
      throw new ChatError({ kind: 'config', message: 'An answer is still being written.', code: CODES.busy });
    return this.requireTarget();
  }

  /**
   * The target, complete, for whatever asks it.
   *
   * @throws ChatError of kind `config` when there is no endpoint or no model
   */
  requireTarget(): { readonly endpoint: Endpoint; readonly model: string } {
    const target = this.target();
    if (!target) throw new ChatError({ kind: 'config', message: 'No endpoint is configured.', code: CODES.noEndpoint });
    if (!target.model) {
      throw new ChatError({
        kind: 'config',
        message: `No model is chosen for ${target.endpoint.name}.`,
        code: CODES.noModel,
      });
    }
    return { endpoint: target.endpoint, model: target.model };
  }

  async #answer({ endpoint, model }: { readonly endpoint: Endpoint; readonly model: string }): Promise<void> {
    const { newId, now } = this.#dependencies;
    const id = newId();
    const abort = new AbortController();
    this.#record({ type: 'target', endpoint: endpoint.name, model });
    this.#record({ type: 'asked', id, endpoint: endpoint.name, model, at: now() });
    const done = this.#run(id, endpoint, model, abort.signal);
    this.#running = { abort, done };
    this.#emit({ type: 'entry', id });
    this.#emit({ type: 'frame' });
    await done;
  }

  async #run(id: string, endpoint: Endpoint, model: string, signal: AbortSignal): Promise<void> {
    const { client, settings, store, now } = this.#dependencies;
    const { systemPrompt } = settings();
    const messages = requestMessages(this.#conversation, systemPrompt);
    let outcome: Outcome = { status: 'complete', finishReason: 'stop' };
    try {
      // What the user wrote must survive a crash before it leaves this machine.
      await store.flush();
      const request = { model, messages, parameters: endpoint.parameters, stream: endpoint.stream };
      for await (const event of (await client()).chat(endpoint, request, signal)) {
        if (signal.aborted) break;
        if (event.type === 'finish') outcome = completed(event);
        else this.#take(id, event);
      }
    } catch (error) {
      if (!signal.aborted) outcome = { status: 'failed', error: errorDetails(error) };
    }
    if (signal.aborted) outcome = { status: signal.reason === 'interrupted' ? 'interrupted' : 'stopped' };
    this.#progress = undefined;
    this.#running = undefined;
    this.#record({ type: 'ended', id, at: now(), outcome });
    this.#emit({ type: 'entry', id });
    this.#emit({ type: 'frame' });
    await store.flush();
  }

  #take(id: string, event: Exclude<ChatEvent, { readonly type: 'finish' }>): void {
    switch (event.type) {
      case 'progress':
        this.#progress = { id, progress: event.progress };
        this.#emit({ type: 'progress', id, progress: event.progress });
        return;
      case 'usage':
        this.#record({ type: 'usage', id, usage: event.usage });
        return;
      case 'toolCall':
        // The finish reason says that the model wanted a tool; this chat has none to call.
        return;
      case 'text':
      case 'reasoning':
        this.#append(id, event.type === 'text' ? event.text : '', event.type === 'reasoning' ? event.text : '');
    }
  }

  #append(id: string, text: string, reasoning: string): void {
    // An answer that begins, or goes on after a silence, is shown anew.
    const whole = this.#answerWith(id)?.status === 'waiting' || this.#progress !== undefined;
    this.#progress = undefined;
    this.#record({ type: 'delta', id, text, reasoning, at: this.#dependencies.now() });
    this.#emit(whole ? { type: 'entry', id } : { type: 'delta', id, text, reasoning });
  }

  #answerWith(id: string): Answer | undefined {
    return answerOf(this.#conversation, id);
  }

  #decideToKeep(): void {
    const begins = this.#conversation.entries.length === 0;
    this.#kept = (begins || this.#kept) && this.#dependencies.settings().keepHistory;
  }

  #record(record: ConversationRecord): void {
    this.#conversation = apply(this.#conversation, record);
    if (this.#kept) this.#dependencies.store.append(this.#conversation, record);
  }

  #emit(change: SessionChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

function completed({ reason, word }: Extract<ChatEvent, { readonly type: 'finish' }>): Outcome {
  return { status: 'complete', finishReason: reason, ...(word === undefined ? {} : { finishWord: word }) };
}
