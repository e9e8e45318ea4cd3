import './chat.css';
import type { ToPage } from '../src/shared/protocol';
import type { ViewAnswer, ViewState } from '../src/shared/viewState';
import { createComposer } from './composer/composer';
import { element, setText } from './dom';
import { holdFocus, tellFocus } from './focus';
import { createHeader } from './header';
import { createHistory } from './historyDoor';
import { connectHost } from './host';
import { icon } from './icons';
import { pressButtonsOnce, watchTyping } from './keyboard';
import { progressWords } from './progressWords';
import { isRunning, reduce } from './state';
import { fill, strings } from './strings';
import { createTranscript } from './transcript';
import { createUndo } from './undo';

const host = connectHost(characters =>
  composer.say(fill(strings.tooLongToHandOver, { size: Math.ceil(characters / 1024) })),
);
const transcript = createTranscript(host);
const undo = createUndo(host.post);
const composer = createComposer(host.post, transcript.followEnd);
const notSavedText = element('span');
const notSaved = element('div', { class: 'bar-above', role: 'status', hidden: '' }, icon('warning'), notSavedText);
const spoken = element('div', { class: 'visually-hidden', role: 'status' });

const below = element('footer', {}, undo.node, notSaved, composer.node);
const history = createHistory(host.post, [transcript.node, below], () => composer.take({ type: 'focusComposer' }));
const header = createHeader(host.post, history);
const isTypingElsewhere = watchTyping(composer.node);

let state: ViewState | undefined;
let shown: ViewState | undefined;
/** Text of this frame, by answer; `undefined` once something else changed, which `state` then says with the text included. */
let deltas: Map<string, { text: string; reasoning: string }> | undefined = new Map();
let isScheduled = false;

function take(fact: ToPage): void {
  // Something that was chosen long ago has been read: the keyboard is wanted where the user writes by now.
  if (fact.type === 'focusComposer' && isTypingElsewhere()) return;
  const before = state;
  state = reduce(state, fact);
  history.take(fact);
  composer.take(fact);
  if (fact.type === 'confirmEdit') transcript.askAboutSecrets(fact.id, fact.findings);
  if (fact.type !== 'delta') deltas = undefined;
  else if (state !== before) addDelta(fact);
  if (isScheduled) return;
  isScheduled = true;
  requestAnimationFrame(apply);
}

function addDelta({ id, text, reasoning }: ToPage & { readonly type: 'delta' }): void {
  const before = deltas?.get(id);
  deltas?.set(id, { text: (before?.text ?? '') + text, reasoning: (before?.reasoning ?? '') + reasoning });
}

/** Shows what arrived since the last frame, at once: however many facts came, the page is laid out a single time. */
function apply(): void {
  isScheduled = false;
  if (!state) return;
  if (deltas && shown) for (const [id, { text, reasoning }] of deltas) transcript.append(id, text, reasoning);
  else show(state);
  announceChange(state);
  deltas = new Map();
  shown = state;
}

function show(next: ViewState): void {
  const before = shown;
  const giveFocusBack = holdFocus(transcript.log);
  header.update(next.title, next.notKept);
  document.body.classList.toggle('in-editor', next.inEditor === true);
  host.show(next);
  composer.update(next);
  setText(notSavedText, next.notSaved ?? '');
  notSaved.hidden = !next.notSaved;
  undo.update(next.canUndoDelete);
  document.documentElement.style.setProperty('--chat-font-size', next.fontSize > 0 ? `${next.fontSize}px` : '');
  transcript.update(next);
  giveFocusBack();
  const { place } = host.kept();
  if (!before && place) transcript.restore(place);
  else if (before?.id !== next.id || hasBegun(next, before)) transcript.followEnd();
}

/** Whether an answer has begun. Whoever asks wants to see it, from wherever in the conversation. */
function hasBegun({ messages }: ViewState, before: ViewState): boolean {
  const last = messages.at(-1);
  return last !== undefined && isRunning(last) && !before.messages.some(({ id }) => id === last.id);
}

/** Tells a screen reader, which reads neither the text as it streams nor the seconds, what an answer is waiting for. */
function announceChange(next: ViewState): void {
  const before = shown?.messages.at(-1);
  const last = next.messages.at(-1);
  if (!shown || last?.role !== 'assistant') return;
  const known = before?.role === 'assistant' && before.id === last.id ? before : undefined;
  if (known && !isRunning(known)) return;
  const saying = announcement(last);
  if (saying !== (known ? announcement(known) : '')) setText(spoken, saying);
}

function announcement(answer: ViewAnswer): string {
  switch (answer.status) {
    case 'waiting':
    case 'streaming':
      return progressWords(answer)?.spoken ?? '';
    case 'stopped':
      return strings.answerStopped;
    case 'interrupted':
      return strings.answerInterrupted;
    case 'failed':
      // The error is an alert and speaks for itself.
      return '';
    default:
      return fill(strings.answered, { model: answer.model });
  }
}

document.getElementById('app')?.append(header.node, history.node, transcript.node, below, spoken);
tellFocus(host.post);
pressButtonsOnce();
host.subscribe(take);
host.post({ type: 'ready' });
