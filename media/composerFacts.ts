import type { ContextKind, SuggestionIcon, ViewAttachment } from '../src/shared/viewState';
import { isListOf, isObject, isText, isTextOrAbsent } from './checks';

/** What is said of the message box, of what goes along with a message, and of the lists to choose from. */

const contextKinds: Readonly<Record<ContextKind, true>> = {
  folder: true,
  problems: true,
  changes: true,
  terminal: true,
  symbol: true,
};

function isNameOfContext(value: unknown): boolean {
  return isText(value) && Object.hasOwn(contextKinds, value);
}

/** What went along with a question (`ViewChip`). */
export function isChip(value: unknown): boolean {
  return (
    isObject(value) &&
    isText(value['label']) &&
    isTextOrAbsent(value['detail']) &&
    isTextOrAbsent(value['language']) &&
    (value['problems'] === undefined || isListOf(value['problems'], isText)) &&
    (value['thumbnail'] === undefined || isPicture(value['thumbnail'])) &&
    (value['context'] === undefined || isNameOfContext(value['context']))
  );
}

/** A picture that is in the fact itself: an address would be a request to somebody. */
function isPicture(value: unknown): boolean {
  return isText(value) && /^data:image\/(?:png|jpeg|webp|gif);base64,/.test(value);
}

const attachmentKinds: Readonly<Record<ViewAttachment['kind'], true>> = {
  file: true,
  selection: true,
  image: true,
  ...contextKinds,
};

/** What waits to go along: a chip that can be taken away by its id, with the tokens that it costs. */
export function isAttachment(value: unknown): boolean {
  return (
    isChip(value) &&
    isObject(value) &&
    isText(value['id']) &&
    isText(value['kind']) &&
    Object.hasOwn(attachmentKinds, value['kind']) &&
    Number.isFinite(value['tokens'])
  );
}

/** A character that opens a list. */
export function isTrigger(value: unknown): boolean {
  return value === '/' || value === '#' || value === '@';
}

const suggestionIcons: Readonly<Record<SuggestionIcon, true>> = {
  lightbulb: true,
  tools: true,
  beaker: true,
  book: true,
  file: true,
  selection: true,
  note: true,
  warning: true,
  ...contextKinds,
};

/** A line of such a list, with an icon that the page has. */
export function isSuggestion(value: unknown): boolean {
  return (
    isObject(value) &&
    isText(value['id']) &&
    isText(value['icon']) &&
    Object.hasOwn(suggestionIcons, value['icon']) &&
    isText(value['label']) &&
    isText(value['detail']) &&
    (value['tokens'] === undefined || Number.isFinite(value['tokens']))
  );
}
