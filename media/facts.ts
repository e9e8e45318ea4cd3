import type { ToPage } from '../src/shared/protocol';
import type { AnswerStatus, Remedy, ViewError, ViewMessage, ViewProgress, ViewState } from '../src/shared/viewState';
import { isFlagOrAbsent, isListOf, isObject, isText, isTextOrAbsent, type Unchecked } from './checks';
import { isAttachment, isChip, isSuggestion, isTrigger } from './composerFacts';

/**
 * Checks what comes through the door, as far as the page reads it. A fact that does not fit, say from an older host after an
 * update, is dropped; it must never take the page down.
 */
export function isFact(value: unknown): value is ToPage {
  if (!isObject(value)) return false;
  switch (value['type']) {
    case 'state':
      return isState(value['state']) && isTextOrAbsent(value['draft']);
    case 'delta':
      return isText(value['id']) && isText(value['text']) && isText(value['reasoning']);
    case 'progress':
      return isText(value['id']) && isProgress(value['progress']);
    case 'message':
      return isMessage(value['message']);
    case 'frame':
      return isFrame(value['frame']);
    case 'restoreDraft':
      return isText(value['text']);
    case 'focusComposer':
      return true;
    case 'composerNotice':
      return isText(value['text']);
    case 'confirmSend':
      return isListOf(value['findings'], isText);
    case 'confirmEdit':
      return isText(value['id']) && isListOf(value['findings'], isText);
    case 'suggestions':
      return isTrigger(value['trigger']) && isText(value['query']) && isListOf(value['items'], isSuggestion);
    case 'shrinkImage':
      return (
        isText(value['id']) && isText(value['name']) && isText(value['data']) && typeof value['isLast'] === 'boolean'
      );
    default:
      return false;
  }
}

function isState(value: unknown): value is ViewState {
  return isFrame(value) && isListOf(value['messages'], isMessage);
}

function isFrame(value: unknown): value is Unchecked {
  return (
    isObject(value) &&
    isText(value['id']) &&
    isText(value['title']) &&
    typeof value['busy'] === 'boolean' &&
    (value['target'] === undefined || isTarget(value['target'])) &&
    (value['context'] === undefined || isContext(value['context'])) &&
    (value['room'] === undefined || isRoom(value['room'])) &&
    typeof value['canUndoDelete'] === 'boolean' &&
    typeof value['thinkingOpen'] === 'boolean' &&
    isTextOrAbsent(value['notSaved']) &&
    isTextOrAbsent(value['instructions']) &&
    isListOf(value['attachments'], isAttachment) &&
    isFlagOrAbsent(value['isAttaching']) &&
    (value['sendOn'] === 'enter' || value['sendOn'] === 'ctrlEnter') &&
    isFlagOrAbsent(value['suggestsInline']) &&
    isFlagOrAbsent(value['inEditor']) &&
    isNotKept(value['notKept']) &&
    Number.isFinite(value['fontSize'])
  );
}

function isContext(value: unknown): boolean {
  return isObject(value) && Number.isFinite(value['used']) && Number.isFinite(value['window']);
}

function isRoom(value: unknown): boolean {
  return isObject(value) && Number.isFinite(value['taken']) && Number.isFinite(value['window']);
}

function isTarget(value: unknown): boolean {
  if (!isObject(value) || !isTextOrAbsent(value['place'])) return false;
  const flags = [value['isFirst'], value['isUnencrypted']];
  return [value['endpoint'], value['model'], value['host']].every(isText) && flags.every(isFlagOrAbsent);
}

const statuses: Readonly<Record<AnswerStatus, true>> = {
  waiting: true,
  streaming: true,
  complete: true,
  stopped: true,
  interrupted: true,
  failed: true,
};

function isMessage(value: unknown): value is ViewMessage {
  if (!isObject(value) || !isText(value['id']) || !isText(value['text'])) return false;
  if (value['variants'] !== undefined && !isVariants(value['variants'])) return false;
  if (value['role'] === 'user') return isListOf(value['chips'], isChip);
  return (
    value['role'] === 'assistant' &&
    isText(value['model']) &&
    isText(value['endpoint']) &&
    isText(value['reasoning']) &&
    isText(value['status']) &&
    Object.hasOwn(statuses, value['status']) &&
    (value['file'] === undefined || isFile(value['file'])) &&
    (value['progress'] === undefined || isProgress(value['progress'])) &&
    isTextOrAbsent(value['notice']) &&
    isTextOrAbsent(value['firstSend']) &&
    (value['thoughtSeconds'] === undefined || Number.isFinite(value['thoughtSeconds'])) &&
    isFlagOrAbsent(value['canContinue']) &&
    (value['summary'] === undefined || isSummary(value['summary'])) &&
    (value['error'] === undefined || isError(value['error']))
  );
}

function isVariants(value: unknown): boolean {
  return (
    isObject(value) &&
    Number.isFinite(value['number']) &&
    Number.isFinite(value['count']) &&
    isTextOrAbsent(value['previous']) &&
    isTextOrAbsent(value['next'])
  );
}

function isSummary(value: unknown): boolean {
  return isObject(value) && isText(value['short']) && isText(value['full']);
}

function isProgress(value: unknown): value is ViewProgress {
  if (!isObject(value) || !Number.isFinite(value['seconds'])) return false;
  switch (value['phase']) {
    case 'connecting':
    case 'waiting':
    case 'silent':
      return true;
    case 'retry':
      return Number.isFinite(value['attempt']) && Number.isFinite(value['attempts']) && isText(value['reason']);
    default:
      return false;
  }
}

function isNotKept(value: unknown): boolean {
  return value === undefined || value === 'private' || value === 'history';
}

function isFile(value: unknown): boolean {
  return isObject(value) && isText(value['name']) && isText(value['language']);
}

function isError(value: unknown): value is ViewError {
  return (
    isObject(value) &&
    isText(value['title']) &&
    isTextOrAbsent(value['serverMessage']) &&
    isTextOrAbsent(value['request']) &&
    isListOf(value['remedies'], isRemedyButton)
  );
}

const remedies: Readonly<Record<Remedy, true>> = {
  setToken: true,
  chooseModel: true,
  addEndpoint: true,
  openSettings: true,
  openProxySettings: true,
  retry: true,
  showLog: true,
  checkConnection: true,
  useAddress: true,
  allowPlainHttp: true,
  sendWithoutToken: true,
  keyringHelp: true,
};

function isRemedyButton(value: unknown): boolean {
  return (
    isObject(value) && isText(value['label']) && isText(value['remedy']) && Object.hasOwn(remedies, value['remedy'])
  );
}
