import type { ToHost, ToPage } from '../src/shared/protocol';
import type { ViewState } from '../src/shared/viewState';
import { isObject } from './checks';
import { isFact } from './facts';
import { MAX_TEXT, type Post } from './intents';

declare function acquireVsCodeApi(): {
  postMessage(message: ToHost): void;
  getState(): unknown;
  setState(state: Kept): void;
};

/** Where the reader was, as a message and the distance from its top, which holds at every width of the view. */
export interface ReadingPlace {
  readonly id: string;
  /** The part of the answer that the distance is from. What is above it may have another height when the page is built anew. */
  readonly part?: number;
  readonly offset: number;
}

/** The changed words of a question. */
export interface Edit {
  readonly id: string;
  readonly text: string;
}

/** What VS Code keeps for a page that it throws away. Neither the conversation nor the draft: the host has those. */
export interface Kept {
  /** Absent while the reader follows the end. */
  readonly place?: ReadingPlace;
  /** The question whose words are being changed, and what they are by now. */
  readonly edit?: Edit;
  /** The conversation, for a tab that comes back after the window was loaded anew. */
  readonly conversation?: string;
}

/** What says how much may be kept. */
type Shown = Pick<ViewState, 'id' | 'notKept' | 'inEditor'>;

/** The page's side of the door. */
export interface Host {
  readonly post: Post;
  subscribe(listener: (fact: ToPage) => void): void;
  kept(): Kept;
  /** What may be kept of this: VS Code writes it to disk. */
  show(state: Shown): void;
  keep(changes: { readonly place?: ReadingPlace | undefined; readonly edit?: Edit | undefined }): void;
}

/**
 * May be called once: VS Code hands its API out a single time per page.
 *
 * @param sayTooLong tells the user that a text has too many characters to be handed over
 */
export function connectHost(sayTooLong: (characters: number) => void): Host {
  const api = acquireVsCodeApi();
  let kept = readKept(api.getState());
  let shown: Shown | undefined;
  /** By conversation, of those that are not shown. Never written: some are private. */
  const edits = new Map<string, Edit>();

  function save(): void {
    const { edit, ...rest } = kept;
    const conversation = shown?.inEditor && shown.notKept !== 'private' ? { conversation: shown.id } : {};
    api.setState({ ...rest, ...(edit && !shown?.notKept ? { edit } : {}), ...conversation });
  }

  /** What belongs to the conversation before, which may be private, is never written with that of another one. */
  function exchange(before: string, next: string): void {
    if (kept.edit) edits.set(before, kept.edit);
    const edit = edits.get(next);
    edits.delete(next);
    kept = edit ? { edit } : {};
  }

  return {
    post(intent) {
      const characters = 'text' in intent ? intent.text.length : 0;
      if (characters <= MAX_TEXT) {
        api.postMessage(intent);
        return true;
      }
      // Whoever writes so much is told when it is to be sent.
      if (intent.type !== 'draft') sayTooLong(characters);
      return false;
    },
    subscribe(listener) {
      window.addEventListener('message', event => {
        if (isFact(event.data)) listener(event.data);
      });
    },
    kept: () => kept,
    show(state) {
      const isAnother = shown !== undefined && shown.id !== state.id;
      const isSame = shown?.id === state.id && shown.notKept === state.notKept;
      if (shown && isAnother) exchange(shown.id, state.id);
      shown = state;
      if (isAnother || (!isSame && (state.inEditor || state.notKept))) save();
    },
    keep(changes) {
      const { place, edit } = { ...kept, ...changes };
      kept = { ...(place && { place }), ...(edit && { edit }) };
      save();
    },
  };
}

function readKept(value: unknown): Kept {
  if (!isObject(value)) return {};
  const place = readPlace(value['place']);
  const edit = readEdit(value['edit']);
  return { ...(place && { place }), ...(edit && { edit }) };
}

function readPlace(value: unknown): ReadingPlace | undefined {
  if (!isObject(value)) return undefined;
  const { id, part, offset } = value;
  if (typeof id !== 'string' || typeof offset !== 'number') return undefined;
  return { id, offset, ...(typeof part === 'number' ? { part } : {}) };
}

function readEdit(value: unknown): Edit | undefined {
  if (!isObject(value)) return undefined;
  const { id, text } = value;
  return typeof id === 'string' && typeof text === 'string' ? { id, text } : undefined;
}
