import type { ToHost, ToPage } from '../src/shared/protocol';
import { isFact, isObject } from './facts';

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

/** What VS Code keeps for a page that it throws away. Never the conversation: the host has that. */
export interface Kept {
  readonly draft: string;
  /** Absent while the reader follows the end. */
  readonly place?: ReadingPlace;
}

/** The page's side of the door. */
export interface Host {
  post(intent: ToHost): void;
  subscribe(listener: (fact: ToPage) => void): void;
  kept(): Kept;
  keep(changes: { readonly draft?: string; readonly place?: ReadingPlace | undefined }): void;
}

/** May be called once: VS Code hands its API out a single time per page. */
export function connectHost(): Host {
  const api = acquireVsCodeApi();
  let kept = readKept(api.getState());
  return {
    post: intent => api.postMessage(intent),
    subscribe(listener) {
      window.addEventListener('message', event => {
        if (isFact(event.data)) listener(event.data);
      });
    },
    kept: () => kept,
    keep(changes) {
      const { draft, place } = { ...kept, ...changes };
      kept = { draft, ...(place && { place }) };
      api.setState(kept);
    },
  };
}

function readKept(value: unknown): Kept {
  if (!isObject(value) || typeof value['draft'] !== 'string') return { draft: '' };
  const { draft, place } = value;
  if (!isObject(place)) return { draft };
  const { id, part, offset } = place;
  if (typeof id !== 'string' || typeof offset !== 'number') return { draft };
  return { draft, place: { id, offset, ...(typeof part === 'number' ? { part } : {}) } };
}
