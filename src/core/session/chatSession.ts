import type { Part } from '../chat';
import { BEGINNING } from '../conversation/branches';
import { apply, type Conversation, type ConversationRecord, emptyConversation } from '../conversation/conversation';
import { relabelled } from '../conversation/conversationTitle';
import { requestMessages } from '../conversation/requestMessages';
import {
  asking,
  canContinue,
  deletion,
  editedQuestion,
  placeOfNextAnswer,
  undoneDeletion,
} from '../conversation/turns';
import { endpointNamed } from '../endpoints/endpointNames';
import type { Endpoint } from '../endpoints/endpoints';
import { chooseTarget, type FullTarget, type PossibleTarget, requireFull, type Target } from '../endpoints/target';
import { ChatError, CODES } from '../errors';
import { createListeners } from '../listeners';
import { onFirstUse } from '../onFirstUse';
import type { ConversationLabel } from '../store/historyTypes';
import { type Answering, createAnswering } from './answering';
import { createKeeping, type Keeping } from './keeping';
import type { SessionChange, SessionDependencies } from './sessionTypes';
import { systemPromptOf } from './systemPrompt';

/** The one stateful thing: a conversation and the answer that is being written. */
export class ChatSession {
  readonly #dependencies: SessionDependencies;
  readonly #listeners = createListeners<[change: SessionChange]>();
  readonly onChange = this.#listeners.onChange;
  #conversation: Conversation;
  readonly #restored = onFirstUse(() => this.#openStored());
  #isRead = false;
  readonly #answering: Answering;
  readonly #keeping: Keeping;
  #stops = 0;
  /** What was deleted last, while that can be undone. */
  #deleted: readonly ConversationRecord[] = [];

  constructor(dependencies: SessionDependencies) {
    this.#dependencies = dependencies;
    this.#conversation = emptyConversation(dependencies.newId(), dependencies.now());
    this.#keeping = createKeeping(dependencies);
    this.#answering = createAnswering({
      ...dependencies,
      conversation: () => this.#conversation,
      record: record => this.#record(record),
      emit: this.#listeners.tell,
    });
  }

  /** Of its conversation, which may not have been read yet. */
  get id(): string {
    return this.#isRead ? this.#conversation.id : (this.#dependencies.opens ?? this.#conversation.id);
  }

  get conversation(): Conversation {
    return this.#conversation;
  }

  get progress(): Answering['progress'] {
    return this.#answering.progress;
  }

  get busy(): boolean {
    return this.#answering.isBusy;
  }

  /** Whether `undoDelete` has something to bring back. */
  get canUndoDelete(): boolean {
    return this.#deleted.length > 0;
  }

  /** Whether what is said next is written to disk. */
  get isKept(): boolean {
    return this.#keeping.wouldKeep(this.#conversation);
  }

  /** Call when settings have changed: where the history was switched off, nothing more of a running answer is written. */
  obeySettings(): void {
    if (this.busy && !this.isKept) this.#keeping.stop(this.#conversation);
  }

  /** Where the next message goes: to the conversation's own target, the last one used, else the first configured. */
  target(): PossibleTarget | undefined {
    const { settings, lastTarget, renames } = this.#dependencies;
    return chooseTarget(settings().endpoints, renames(), this.#conversation.target, lastTarget());
  }

  /** @throws ChatError of kind `config` when there is no endpoint or no model */
  requireTarget(): FullTarget {
    return requireFull(this.target());
  }

  /** The endpoint that an answer tells by the name that it had then, if it is still there. */
  endpointNamed(name: string): Endpoint | undefined {
    return endpointNamed(this.#dependencies.settings().endpoints, name, this.#dependencies.renames());
  }

  async setTarget(target: Target): Promise<void> {
    // First, or this window's last conversation would be forgotten for an empty one.
    await this.restore();
    const record = { type: 'target', ...target } as const;
    // A conversation in which nothing was ever said has no file yet; one that was emptied by deleting has.
    if (this.#conversation.branches.end === BEGINNING) this.#conversation = apply(this.#conversation, record);
    else this.#record(record);
    this.#listeners.tell({ type: 'frame' });
  }

  /**
   * Asks a question and resolves when its answer has ended; a failure is part of the conversation. False where it was stopped first.
   * @throws ChatError of kind `config` when it cannot be asked at all; then nothing was added
   */
  async send(parts: readonly Part[]): Promise<boolean> {
    const systemPrompt = await this.#prepare();
    if (systemPrompt === undefined) return false;
    const target = this.#beginTurn();
    const id = this.#dependencies.newId();
    this.#record({ type: 'question', id, parts });
    this.#listeners.tell({ type: 'entry', id });
    await this.#answer(target, systemPrompt);
    return true;
  }

  /** Asks an earlier question in other words. What was said from there on is kept, as another variant of the question. */
  async edit(id: string, text: string): Promise<void> {
    const systemPrompt = await this.#prepare();
    const question = editedQuestion(this.#conversation, id, text, this.#dependencies.newId());
    if (!question || systemPrompt === undefined) return;
    const target = this.#beginTurn();
    this.#record(question);
    this.#listeners.tell({ type: 'opened' });
    await this.#answer(target, systemPrompt);
  }

  /** Asks again for the last answer. The one that is there is kept, as another variant. */
  async regenerate(): Promise<void> {
    const systemPrompt = await this.#prepare();
    if (this.#conversation.entries.length === 0 || systemPrompt === undefined) return;
    const target = this.#beginTurn();
    const { after, withdrawn } = placeOfNextAnswer(this.#conversation);
    if (withdrawn) this.#record(withdrawn);
    await this.#answer(target, systemPrompt, after);
  }

  /** Lets the model go on with the last answer, where that was cut, and joins the two. */
  async continueAnswer(): Promise<void> {
    const { continuedRequest } = await import('../conversation/continuedRequest');
    const systemPrompt = await this.#prepare();
    const last = this.#conversation.entries.at(-1);
    if (last?.role !== 'assistant' || !canContinue(last) || systemPrompt === undefined) return;
    const target = this.#beginTurn();
    const request = continuedRequest(this.#conversation, systemPrompt, last);
    this.#record({ type: 'continued', id: last.id, at: this.#dependencies.now() });
    // The same model goes on, where it still can.
    const endpoint = this.endpointNamed(last.endpoint);
    const asked = endpoint ? { endpoint, model: last.model } : target;
    await this.#answering.start({ ...asked, ...request, isPrivate: this.#keeping.isOff });
  }

  /** Shows another variant of a question or an answer, and what followed it. */
  async showVariant(id: string): Promise<void> {
    await this.#rearrange([{ type: 'chosen', id }]);
  }

  /** Takes a question and its answer out of the conversation; `undoDelete` brings them back. */
  async deleteTurn(id: string): Promise<void> {
    const deleted = deletion(this.#conversation, id);
    await this.#rearrange(deleted, deleted);
  }

  async undoDelete(): Promise<void> {
    await this.#rearrange(undoneDeletion(this.#deleted));
  }

  /** Not while an answer is written: it could be the one that goes. */
  async #rearrange(records: readonly ConversationRecord[], deleted: readonly ConversationRecord[] = []): Promise<void> {
    if (this.busy || records.length === 0) return;
    for (const record of records) this.#record(record);
    this.#deleted = deleted;
    this.#listeners.tell({ type: 'opened' });
    await this.#dependencies.store.flush();
  }

  /** Ends the running answer, keeps what there is of it, and begins none. `interrupted`: it was not the user who ended it. */
  async stop(status: 'stopped' | 'interrupted' = 'stopped'): Promise<void> {
    this.#stops++;
    await this.#answering.stop(status);
  }

  /** The store goes on with a copy, under another id. */
  moved({ from, to }: { readonly from: string; readonly to: string }): void {
    if (this.#conversation.id !== from) return;
    this.#conversation = { ...this.#conversation, id: to };
    this.#listeners.tell({ type: 'frame' });
  }

  /** The conversation has another title, or is pinned now. */
  labelled(id: string, change: ConversationLabel): void {
    if (this.#conversation.id !== id) return;
    this.#conversation = relabelled(this.#conversation, change);
    this.#listeners.tell({ type: 'frame' });
  }

  /** Reads the conversation that it opens, once. Not at activation: it reads the disk. */
  restore(): Promise<void> {
    return this.#restored.get();
  }

  async #openStored(): Promise<void> {
    const { opens, store } = this.#dependencies;
    const stored = opens === undefined ? undefined : await store.load(opens);
    this.#isRead = true;
    if (!stored) return;
    this.#conversation = stored;
    this.#listeners.tell({ type: 'opened' });
  }

  /** What comes before a turn and takes time; gives what the request begins with, unseen, or undefined: it was stopped. */
  async #prepare(): Promise<string | undefined> {
    const stops = this.#stops;
    const prompt = await this.restore().then(() => systemPromptOf(this.#dependencies));
    return stops === this.#stops ? prompt : undefined;
  }

  /** What every request begins with. Throws before anything is kept where nothing can be asked. */
  #beginTurn(): FullTarget {
    if (this.busy)
      throw new ChatError({ kind: 'config', message: 'An answer is still being written.', code: CODES.busy });
    const target = this.requireTarget();
    this.#keeping.begin(this.#conversation);
    this.#deleted = [];
    return target;
  }

  async #answer(target: FullTarget, systemPrompt: string, after?: string): Promise<void> {
    const id = this.#dependencies.newId();
    for (const record of asking(target, id, this.#dependencies.now(), after)) this.#record(record);
    // In the place of another answer, it changes more than itself.
    if (after !== undefined) this.#listeners.tell({ type: 'opened' });
    const messages = requestMessages(this.#conversation, systemPrompt);
    await this.#answering.start({ id, ...target, messages, isPrivate: this.#keeping.isOff });
  }

  #record(record: ConversationRecord): void {
    const before = this.#conversation;
    this.#conversation = apply(before, record);
    this.#keeping.write(record, before, this.#conversation);
  }
}
