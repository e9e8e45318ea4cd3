import type {
  AnswerStatus,
  Remedy,
  ToPage,
  ViewError,
  ViewMessage,
  ViewProgress,
  ViewState,
} from '../src/shared/protocol';

/**
 * Checks what comes through the door, as far as the page reads it. A fact that does not fit, say from an older host after an
 * update, is dropped; it must never take the page down.
 */
export function isFact(value: unknown): value is ToPage {
  if (!isObject(value)) return false;
  switch (value['type']) {
    case 'state':
      return isState(value['state']);
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
    default:
      return false;
  }
}

type Unchecked = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Unchecked {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || isText(value);
}

function isListOf(value: unknown, fits: (item: unknown) => boolean): boolean {
  // Spread, so that the holes of a list count: `every` passes over them.
  return Array.isArray(value) && [...value].every(fits);
}

function isState(value: unknown): value is ViewState {
  return isFrame(value) && isListOf(value['messages'], isMessage);
}

function isFrame(value: unknown): value is Unchecked {
  return (
    isObject(value) &&
    isText(value['title']) &&
    typeof value['busy'] === 'boolean' &&
    (value['target'] === undefined || isTarget(value['target'])) &&
    isTextOrAbsent(value['notSaved']) &&
    (value['sendOn'] === 'enter' || value['sendOn'] === 'ctrlEnter') &&
    Number.isFinite(value['fontSize'])
  );
}

function isTarget(value: unknown): boolean {
  return isObject(value) && isText(value['endpoint']) && isText(value['model']) && isText(value['host']);
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
  if (value['role'] === 'user') return isListOf(value['chips'], isChip);
  return (
    value['role'] === 'assistant' &&
    isText(value['model']) &&
    isText(value['endpoint']) &&
    isText(value['reasoning']) &&
    isText(value['status']) &&
    Object.hasOwn(statuses, value['status']) &&
    (value['progress'] === undefined || isProgress(value['progress'])) &&
    isTextOrAbsent(value['notice']) &&
    isTextOrAbsent(value['summary']) &&
    (value['error'] === undefined || isError(value['error']))
  );
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

function isChip(value: unknown): boolean {
  return isObject(value) && isText(value['label']) && isTextOrAbsent(value['detail']);
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
};

function isRemedyButton(value: unknown): boolean {
  return (
    isObject(value) && isText(value['label']) && isText(value['remedy']) && Object.hasOwn(remedies, value['remedy'])
  );
}
