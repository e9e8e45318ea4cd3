import type { HistoryFact } from '../../src/shared/historyProtocol';
import { isFlagOrAbsent, isListOf, isObject, isText, isTextOrAbsent } from '../checks';

/** What the list of conversations hears, checked as every fact is (media/facts.ts): here, since only the list needs it. */
export function isHistoryFact(value: unknown): value is HistoryFact {
  return (
    isObject(value) &&
    value['type'] === 'history' &&
    isText(value['query']) &&
    Number.isFinite(value['total']) &&
    isFlagOrAbsent(value['isSearching']) &&
    isFlagOrAbsent(value['isOff']) &&
    isTextOrAbsent(value['deleted']) &&
    isListOf(value['groups'], group => isObject(group) && isText(group['label']) && isListOf(group['rows'], isRow))
  );
}

function isRow(value: unknown): boolean {
  if (!isObject(value) || !isText(value['id']) || !isText(value['time']) || !isTextOrAbsent(value['detail']))
    return false;
  if (![value['pinned'], value['isOpen'], value['isOnlyHere']].every(isFlagOrAbsent)) return false;
  return isMatched(value['title']) && (value['excerpt'] === undefined || isMatched(value['excerpt']));
}

function isMatched(value: unknown): boolean {
  return isObject(value) && isText(value['text']) && isListOf(value['matches'], isPair);
}

function isPair(value: unknown): boolean {
  return Array.isArray(value) && value.every(Number.isFinite);
}
