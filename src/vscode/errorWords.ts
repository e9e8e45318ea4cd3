import * as vscode from 'vscode';
import { type ChatErrorDetails, CODES } from '../core/errors';
import type { Remedy, ViewError } from '../shared/viewState';
import { remedyLabel } from './remedyLabel';
import { tokenErrorWords } from './tokenErrorWords';

/** The one place that turns an error into a sentence, the server's own words, and buttons. */
export function errorWords(details: ChatErrorDetails): ViewError {
  const { title, remedies } = describe(details);
  const suggested: readonly Remedy[] = details.suggestedUrl === undefined ? [] : ['useAddress'];
  return {
    title,
    ...(details.serverMessage === undefined ? {} : { serverMessage: details.serverMessage }),
    ...(details.request === undefined ? {} : { request: details.request }),
    remedies: [...suggested, ...remedies].map(remedy => ({ remedy, label: remedyLabel(remedy, details) })),
  };
}

interface Description {
  readonly title: string;
  readonly remedies: readonly Remedy[];
}

function describe(details: ChatErrorDetails): Description {
  const status = details.status ?? details.code ?? '';
  switch (details.kind) {
    case 'config':
      return describeConfig(details);
    case 'unauthorized':
      return {
        title: details.withoutToken
          ? vscode.l10n.t('The endpoint wants a token ({0})', status)
          : vscode.l10n.t('The endpoint refused the token ({0})', status),
        remedies: ['setToken', 'retry', 'checkConnection'],
      };
    case 'notFound':
      return {
        title: vscode.l10n.t('The endpoint does not know this address or model ({0})', status),
        remedies: ['chooseModel', 'openSettings', 'checkConnection'],
      };
    case 'rateLimited':
      return { title: rateLimitTitle(details, status), remedies: ['retry', 'chooseModel'] };
    case 'tooLong':
      return { title: vscode.l10n.t('The conversation is too long for this model'), remedies: ['chooseModel'] };
    case 'server':
      return describeRefusal(details, status);
    case 'network':
      return describeNetwork(details);
    case 'timeout':
      return {
        title: timeoutTitle(details),
        remedies: ['retry', 'openSettings', 'checkConnection'],
      };
    case 'protocol':
      return describeProtocol(details);
    case 'truncated':
      return { title: vscode.l10n.t('The connection ended before the answer did'), remedies: ['retry'] };
    case 'internal':
      return { title: internalTitle(details), remedies: ['showLog'] };
  }
}

function internalTitle({ code, message }: ChatErrorDetails): string {
  switch (code) {
    case CODES.endpointUnusable:
      return vscode.l10n.t('This endpoint cannot be used');
    case CODES.conversationGone:
      return vscode.l10n.t('This conversation is not there any more');
    case CODES.nameNotSaved:
      return vscode.l10n.t('The name of the conversation cannot be saved');
    case CODES.notAdded:
      return vscode.l10n.t('The conversation cannot be saved');
    case CODES.notDeleted:
      return vscode.l10n.t('The conversation cannot be deleted');
    default:
      return vscode.l10n.t('Something went wrong: {0}', message);
  }
}

function describeConfig(details: ChatErrorDetails): Description {
  const { code, message, request = '' } = details;
  switch (code) {
    case CODES.noEndpoint:
      return { title: vscode.l10n.t('Add an endpoint first'), remedies: ['addEndpoint'] };
    case CODES.noModel:
      return { title: vscode.l10n.t('Choose a model first'), remedies: ['chooseModel'] };
    case CODES.busy:
      return {
        title: vscode.l10n.t('An answer is still being written. Stop it, or wait until it has ended.'),
        remedies: [],
      };
    case CODES.plainHttp:
      return {
        title: vscode.l10n.t(
          'Nothing was sent: without https, everyone on the way to {0} could read the token. Use an https address.',
          hostOf(request),
        ),
        remedies: ['openSettings', 'allowPlainHttp'],
      };
    case CODES.addressChanged:
    case CODES.keysElsewhere:
    case CODES.tokenGone:
    case CODES.tokenNotRead:
    case CODES.tokenNotSaved:
    case CODES.tokenNotRemoved:
      return tokenErrorWords(details, hostOf(request), hostOf(details.tokenOrigin ?? ''));
    case CODES.forbiddenAddress:
      return {
        title: vscode.l10n.t(
          'Nothing was sent: this address belongs to a cloud machine itself, not to a chat endpoint',
        ),
        remedies: ['openSettings'],
      };
    case CODES.endpointsNotList:
      return {
        title: vscode.l10n.t('Nothing is saved: the setting “endpointChat.endpoints” is not a list. Mend it first.'),
        remedies: ['openSettings'],
      };
    case CODES.notHttp:
      return {
        title: vscode.l10n.t('Nothing was sent: HTTP does not allow a header of this endpoint'),
        remedies: ['openSettings'],
      };
    default:
      return { title: message, remedies: ['openSettings'] };
  }
}

function describeRefusal(details: ChatErrorDetails, status: number | string): Description {
  if (details.status === 400 || details.status === 422) {
    return {
      title: vscode.l10n.t('The endpoint refused the request: its model or parameters may not fit ({0})', status),
      remedies: ['chooseModel', 'openSettings', 'retry'],
    };
  }
  const { retryAfterSeconds } = details;
  const title =
    retryAfterSeconds === undefined
      ? vscode.l10n.t('The endpoint could not answer ({0})', status)
      : vscode.l10n.t('The endpoint could not answer ({0}). Ask again in {1}.', status, duration(retryAfterSeconds));
  return { title, remedies: ['retry', 'checkConnection', 'showLog'] };
}

function describeProtocol(details: ChatErrorDetails): Description {
  const status = details.status ?? '';
  const remedies: readonly Remedy[] = ['openSettings', 'retry', 'checkConnection'];
  switch (details.code) {
    case CODES.redirect:
      return {
        title: vscode.l10n.t('The server wants the request at another address ({0}). Nothing was sent there.', status),
        remedies: ['openSettings', 'checkConnection'],
      };
    case CODES.emptyReply:
      return { title: vscode.l10n.t('The endpoint sent an empty reply ({0})', status), remedies };
    case CODES.tooLarge:
      return { title: vscode.l10n.t('The reply is longer than any answer; it was ended'), remedies: ['retry'] };
    default:
      return { title: vscode.l10n.t('This is not the reply of a chat endpoint ({0})', status), remedies };
  }
}

function describeNetwork(details: ChatErrorDetails): Description {
  return { title: networkTitle(details), remedies: networkRemedies(details.fault) };
}

function networkRemedies(fault: ChatErrorDetails['fault']): readonly Remedy[] {
  switch (fault) {
    case 'proxy':
      return ['openProxySettings', 'retry', 'checkConnection'];
    case 'tls':
      return ['checkConnection', 'retry', 'openSettings'];
    case 'dns':
      return ['openSettings', 'retry', 'checkConnection'];
    default:
      return ['retry', 'openSettings', 'checkConnection'];
  }
}

function networkTitle({ fault, code = '', request = '', proxy = '', status }: ChatErrorDetails): string {
  const host = hostOf(request);
  switch (fault) {
    case 'offline':
      return vscode.l10n.t('This computer is not connected to a network');
    case 'dns':
      return vscode.l10n.t('The host {0} was not found', host);
    case 'refused':
      return vscode.l10n.t('Nothing answers at {0}. Is the server running?', host);
    case 'unreachable':
      return vscode.l10n.t('There is no way to {0} from here', host);
    case 'tls':
      return NOT_TRUSTED.test(code)
        ? vscode.l10n.t('The certificate of {0} is not trusted ({1})', host, code)
        : vscode.l10n.t('No secure connection to {0} came about ({1}). Does it speak https?', host, code);
    case 'proxy':
      if (code === CODES.proxyKind) {
        return vscode.l10n.t('The proxy {0} is of a kind that is not supported: http and https proxies are', proxy);
      }
      return proxyTitle(proxy, status, code);
    case 'reset':
      return vscode.l10n.t('{0} closed the connection without an answer', host);
    default:
      return vscode.l10n.t('{0} could not be reached', host);
  }
}

const NOT_TRUSTED = /CERT|SIGNED|ISSUER|SIGNATURE|ALTNAME|HOSTNAME/;

function proxyTitle(proxy: string, status: number | undefined, code: string): string {
  if (NOT_TRUSTED.test(code))
    return vscode.l10n.t('The certificate of the proxy {0} is not trusted ({1})', proxy, code);
  if (status === undefined) return vscode.l10n.t('The proxy {0} cannot be reached', proxy);
  return status === 407
    ? vscode.l10n.t('The proxy {0} wants a user name and a password (407)', proxy)
    : vscode.l10n.t('The proxy {0} did not let the request through ({1})', proxy, status);
}

function timeoutTitle({ limit, request = '' }: ChatErrorDetails): string {
  const host = hostOf(request);
  switch (limit?.phase) {
    case 'connect':
      return vscode.l10n.t('No connection to {0} within {1} s', host, limit.seconds);
    case 'firstByte':
      return vscode.l10n.t('{0} sent nothing for {1} s. A slow model may need a longer limit.', host, limit.seconds);
    case 'idle':
      return vscode.l10n.t('{0} stopped sending: nothing more came for {1} s', host, limit.seconds);
    default:
      return vscode.l10n.t('The endpoint did not answer in time');
  }
}

function rateLimitTitle({ retryAfterSeconds }: ChatErrorDetails, status: number | string): string {
  return retryAfterSeconds === undefined
    ? vscode.l10n.t('The endpoint is busy, or your limit is reached ({0})', status)
    : vscode.l10n.t('Your limit is reached ({0}). Ask again in {1}.', status, duration(retryAfterSeconds));
}

function duration(seconds: number): string {
  if (seconds < 90) return vscode.l10n.t('{0} s', Math.ceil(seconds));
  if (seconds < 90 * 60) return vscode.l10n.t('{0} min', Math.ceil(seconds / 60));
  return vscode.l10n.t('{0} h', Math.ceil(seconds / 3600));
}

/** Host and port in a request line: `POST https://host:8443/v1/…`. */
function hostOf(request: string): string {
  return /:\/\/([^/\s]+)/.exec(request)?.[1] ?? vscode.l10n.t('the endpoint');
}
