import type { ToPage } from '../../src/shared/protocol';
import type { Suggestion, Trigger } from '../../src/shared/viewState';
import { contextIcon, isContextKind } from '../contextIcons';
import { element } from '../dom';
import { icon } from '../icons';
import type { Post } from '../intents';
import { fill, strings } from '../strings';
import type { WhenComposed } from './composition';
import { beginsWith, filterBy } from './fuzzy';
import { isComposing } from './keys';
import { countWords } from './tokens';
import { type TriggerWord, triggerAt } from './trigger';

/**
 * The list above the box, for commands and for what goes along. The focus stays in the box, which names the marked line as
 * its active descendant. It keeps the role of a text box: a `combobox` would be a field of one line.
 */
export interface SuggestionList {
  readonly node: HTMLElement;
  /** The text has changed, or the caret has moved. */
  check(): void;
  take(fact: ToPage & { readonly type: 'suggestions' }): void;
  /** Whether a key was meant for it. */
  takeKey(event: KeyboardEvent): boolean;
  close(): void;
  /** Closes it, and what the user has closed may open again: the box holds another message from now on. */
  forget(): void;
}

/** Asks the host with each new word at the caret. Until it answers, what it offered last is there, narrowed down to what is typed. */
export function createSuggestionList(
  box: HTMLTextAreaElement,
  post: Post,
  setText: (text: string) => void,
  whenComposed: WhenComposed,
): SuggestionList {
  const node = element('div', { class: 'suggestions', id: 'suggestions', role: 'listbox', hidden: '' });
  /** The last that the host offered: shown at once when the same list opens again, until its answer comes. */
  const known = new Map<Trigger, readonly Suggestion[]>();
  let word: TriggerWord | undefined;
  let shown: readonly Suggestion[] = [];
  /** Enter chooses this line; where there is none, it sends. */
  let marked = -1;
  /** Where the user has closed the list: it stays closed for this word. */
  let dismissedAt: number | undefined;
  /** Typed to its end with a space behind it, and not found by then. */
  let typedOut: TriggerWord | undefined;
  box.setAttribute('aria-autocomplete', 'list');
  box.setAttribute('aria-haspopup', 'listbox');

  /** @param kept the line that was marked, and stays so while more is found */
  function show(kept?: string): void {
    shown = word ? filterBy(word.query, known.get(word.trigger) ?? [], namesOf) : [];
    node.hidden = shown.length === 0;
    if (!word || node.hidden) {
      clear();
      return;
    }
    node.setAttribute('aria-label', word.trigger === '/' ? strings.commands : strings.context);
    node.replaceChildren(...shown.map(createOption));
    box.setAttribute('aria-controls', node.id);
    const again = shown.findIndex(({ id }) => id === kept);
    const [best] = shown;
    // What only has the letters in it somewhere was hardly meant: `#12` and “C#” are words of many a message.
    mark(again < 0 && best && beginsWith(word.query, namesOf(best)) ? 0 : again);
  }

  function clear(): void {
    shown = [];
    marked = -1;
    node.hidden = true;
    node.replaceChildren();
    box.removeAttribute('aria-controls');
    box.removeAttribute('aria-activedescendant');
  }

  function close(): void {
    word = undefined;
    clear();
  }

  function mark(index: number): void {
    node.children[marked]?.setAttribute('aria-selected', 'false');
    marked = index;
    const option = node.children[index];
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    if (option) box.setAttribute('aria-activedescendant', option.id);
    else box.removeAttribute('aria-activedescendant');
  }

  /** The word goes up to the caret where no end is given. */
  function replace({ start }: TriggerWord, text: string, end = box.selectionStart): void {
    const caret = Math.max(start, box.selectionStart - end + start) + text.length;
    setText(box.value.slice(0, start) + text + box.value.slice(end));
    box.setSelectionRange(caret, caret);
  }

  function choose(index: number): void {
    const suggestion = shown[index];
    if (!word || !suggestion) return;
    const chosen = word;
    close();
    if (chosen.trigger !== '/') post({ type: 'mention', id: suggestion.id });
    replace(chosen, chosen.trigger === '/' ? `${suggestion.label} ` : '');
  }

  /** A name that is typed to its end, with a space behind it, is chosen: `#changes `. A command is sent as it is. */
  function takeTypedOut(): boolean {
    if (!word || word.trigger === '/' || word.query === '' || !isTypedOut(word)) return false;
    if (box.selectionStart !== endOf(word)) return false;
    const index = shown.findIndex(suggestion => isNamed(suggestion, word?.query ?? ''));
    if (index >= 0) choose(index);
    // It may still be found.
    else typedOut = word;
    return index >= 0;
  }

  function isTypedOut(typed: TriggerWord): boolean {
    return box.value.slice(typed.start, endOf(typed)) === `${typed.trigger}${typed.query} `;
  }

  /** What was typed to its end before it was found. The user has gone on writing since. */
  function takeFoundLate(query: string, items: readonly Suggestion[]): void {
    const found = items.find(suggestion => isNamed(suggestion, query));
    if (!found || typedOut?.query !== query) return;
    const typed = typedOut;
    typedOut = undefined;
    if (!isTypedOut(typed)) return;
    post({ type: 'mention', id: found.id });
    replace(typed, '', endOf(typed));
  }

  function createOption(suggestion: Suggestion, index: number): HTMLElement {
    const option = element(
      'div',
      { class: 'suggestion', role: 'option', id: `suggestion-${index}`, 'aria-selected': 'false' },
      icon(isContextKind(suggestion.icon) ? contextIcon(suggestion.icon) : suggestion.icon),
      element('span', { class: 'suggestion-label' }, suggestion.label),
      element('span', { class: 'suggestion-detail', title: suggestion.detail }, suggestion.detail),
    );
    if (suggestion.tokens !== undefined) {
      const count = countWords(suggestion.tokens);
      const title = fill(strings.tokens, { count });
      option.append(element('span', { class: 'suggestion-size', title }, count));
    }
    option.addEventListener('click', () => choose(index));
    return option;
  }

  // The focus stays where the words are.
  node.addEventListener('mousedown', event => event.preventDefault());
  return {
    node,
    check() {
      if (takeTypedOut()) return;
      const hasSelection = box.selectionStart !== box.selectionEnd;
      const next = hasSelection ? undefined : triggerAt(box.value, box.selectionStart);
      if (next?.start !== dismissedAt) dismissedAt = undefined;
      if (!next || dismissedAt !== undefined) {
        close();
        return;
      }
      const isSame = word?.trigger === next.trigger && word.query === next.query && word.start === next.start;
      word = next;
      if (isSame) return;
      post({ type: 'suggest', trigger: next.trigger, query: next.query });
      show();
    },
    take({ trigger, query, items }) {
      known.set(trigger, items);
      whenComposed(() => takeFoundLate(query, items));
      if (word?.trigger === trigger) show(shown[marked]?.id);
    },
    takeKey(event) {
      if (node.hidden || isComposing(event)) return false;
      switch (event.key) {
        case 'ArrowDown':
          mark((marked + 1) % shown.length);
          return true;
        case 'ArrowUp':
          mark((marked <= 0 ? shown.length : marked) - 1);
          return true;
        case 'Escape':
          dismissedAt = word?.start;
          close();
          return true;
        case 'Enter':
          // A command that is typed to its end is meant to be sent.
          if (word?.trigger === '/' && shown[marked]?.label === `/${word.query}`) return false;
          if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return false;
          if (marked < 0) return false;
          choose(marked);
          return true;
        case 'Tab':
          if (event.shiftKey) return false;
          choose(Math.max(0, marked));
          return true;
        default:
          return false;
      }
    },
    close,
    forget() {
      dismissedAt = undefined;
      close();
    },
  };
}

/** Where the word ends, with the space behind it. */
function endOf({ start, query }: TriggerWord): number {
  return start + query.length + 2;
}

/** By its name, or by its path; a folder with or without its slash. */
function isNamed(suggestion: Suggestion, query: string): boolean {
  const wanted = query.toLowerCase().replace(/\/$/, '');
  const names = [suggestion.label.replace(/^#/, ''), ...namesOf(suggestion)];
  return names.some(name => name.toLowerCase().replace(/\/$/, '') === wanted);
}

/** A file is found by its path, too. What is a name of our own has no path. */
function namesOf({ label, detail }: Suggestion): readonly string[] {
  return /^[/#]/.test(label) || detail === '' ? [label] : [label, `${detail}/${label}`];
}
