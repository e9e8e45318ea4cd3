import { type Clock, sleep } from '../clock';
import { createSuggestionCache, type Place, type Suggestion } from './suggestionCache';

/** Makes suggestions while one types: waits for a pause, asks one question at a time, and gives it up at the next key. */
export interface InlineCompletion<Asked extends Place> {
  /** A newer question ends an older one. Never throws: what fails is told to `onFailure`. */
  suggest(place: Asked, options: SuggestOptions): Promise<Suggestion | undefined>;
  /** Whatever failed may work now: the next pause asks again. */
  forgetFailure(): void;
  /** Gives up what is being asked. */
  stop(): void;
}

/** How a suggestion is asked for. After an abort there is none, and no failure is told. */
export interface SuggestOptions {
  readonly signal: AbortSignal;
  /** The user has asked for it: now, and also after a failure. */
  readonly explicit: boolean;
  /** Only what is known already. */
  readonly askNobody?: boolean;
}

/** What asks a model, and who hears that it failed: never of an abort. The clock measures pauses between keys, and rests. */
export interface InlineCompletionDependencies<Asked extends Place> {
  readonly clock: Clock;
  /** Asks a model. Settles only once its connection is closed, also after an abort. */
  readonly ask: (place: Asked, signal: AbortSignal) => Promise<string>;
  /** Why the last question failed; undefined once one was answered. Told when that changes. */
  readonly onFailure: (failure: unknown) => void;
}

/** Milliseconds. The pause grows with the time between keys, so that nobody is asked in the middle of a word. */
const SHORTEST_PAUSE = 150;
const LONGEST_PAUSE = 250;
/** A longer time between two keys is thinking, and says nothing of how fast one types. */
const LONGEST_KEY = 1000;

/** Milliseconds without a question after a failure; twice as long after each further one. */
const FIRST_REST = 10_000;
const LONGEST_REST = 60_000;

/** One for all documents: a question about one ends that about another. Keeps the last suggestions, and how fast one types. */
export function createInlineCompletion<Asked extends Place>({
  clock,
  ask,
  onFailure,
}: InlineCompletionDependencies<Asked>): InlineCompletion<Asked> {
  const cache = createSuggestionCache();
  let current = new AbortController();
  /** Settles when no connection of ours is open. */
  let idle: Promise<void> = Promise.resolve();
  let pause = SHORTEST_PAUSE;
  let lastKey = 0;
  let failures = 0;
  let restUntil = 0;

  function noteKey(): void {
    const between = clock.now() - lastKey;
    lastKey += between;
    if (between < LONGEST_KEY) {
      pause = Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, (pause + 1.5 * between) / 2));
    }
  }

  function forgetFailure(): void {
    if (failures > 0) onFailure(undefined);
    failures = 0;
    restUntil = 0;
  }

  function noteFailure(error: unknown): void {
    restUntil = clock.now() + Math.min(LONGEST_REST, FIRST_REST * 2 ** failures);
    failures++;
    onFailure(error);
  }

  /** @throws the reason of the abort, or why it failed */
  async function askNow(place: Asked, signal: AbortSignal): Promise<string> {
    await idle;
    signal.throwIfAborted();
    const asked = ask(place, signal);
    const settled = (): void => undefined;
    idle = asked.then(settled, settled);
    const text = await asked;
    signal.throwIfAborted();
    return text;
  }

  async function suggest(
    place: Asked,
    { signal, explicit, askNobody = false }: SuggestOptions,
  ): Promise<Suggestion | undefined> {
    noteKey();
    current.abort();
    const known = cache.find(place);
    if (known && (known.text !== '' || !explicit)) return known.text === '' ? undefined : known;
    if (askNobody || (clock.now() < restUntil && !explicit)) return undefined;
    current = new AbortController();
    const either = AbortSignal.any([current.signal, signal]);
    try {
      if (!explicit) await sleep(clock, pause, either);
      const text = await askNow(place, either);
      forgetFailure();
      cache.keep(place, text);
      return text === '' ? undefined : { text, replaces: 0 };
    } catch (error) {
      if (!either.aborted) noteFailure(error);
      return undefined;
    }
  }

  return { suggest, forgetFailure, stop: () => current.abort() };
}

/** Languages that are off unless the user turns them on: prose, and what holds settings and keys. */
const OFF: Readonly<Record<string, unknown>> = { plaintext: false, markdown: false, dotenv: false, scminput: false };

/** Whether suggestions are wanted in a language. `*` stands for those that are not named. */
export function isLanguageOn(languages: Readonly<Record<string, unknown>>, language: string): boolean {
  const isOn = new Map(Object.entries({ ...OFF, ...languages }));
  return (isOn.get(language) ?? isOn.get('*')) !== false;
}

/** Whether a suggestion that nobody has asked for makes sense here: at the end of a line, closers aside, and of a word. */
export function isGoodPlace({ before, after }: Pick<Place, 'before' | 'after'>): boolean {
  const restOfLine = after.split('\n', 1)[0] ?? '';
  return (before + after).trim() !== '' && /^[\s)\]}>"'`;,:]*$/.test(restOfLine);
}

/**
 * What to offer while a row of the list of suggestions is chosen: the whole word and what follows it, where both agree.
 *
 * @param typed what stands between the start of the word and the cursor
 */
export function besideSelection(suggestion: Suggestion, typed: string, selected: string): Suggestion | undefined {
  const text = typed + suggestion.text;
  return text.startsWith(selected) ? { ...suggestion, text } : undefined;
}
