import * as vscode from 'vscode';
import { type Endpoint, type EndpointProblem, parseEndpoints } from '../core/endpoints/endpoints';
import { ChatError, CODES } from '../core/errors';
import { INSTRUCTION_FILES, type InstructionFileName } from '../core/prompts/instructionFiles';
import { arrayField, isRecord, stringField } from '../core/unknown';
import type { NewEndpoint } from '../core/wizard/wizardTypes';
import { SETTINGS, SETTINGS_SECTION } from './ids';

/**
 * The settings, checked: what is missing or makes no sense has its default. What could send anything elsewhere, or more of it, is the
 * user's own value.
 */
export interface Settings {
  readonly endpoints: readonly Endpoint[];
  /** Entries of `endpoints` that cannot be used, and why. */
  readonly problems: readonly EndpointProblem[];
  readonly systemPrompt: string;
  readonly sendOn: 'enter' | 'ctrlEnter';
  /** Pixels; 0 means VS Code's own size. */
  readonly fontSize: number;
  readonly keepHistory: boolean;
  /** Whether the model is asked for titles. */
  readonly suggestTitles: boolean;
  /** The longest text file that goes along with a message. */
  readonly maxFileKilobytes: number;
  /** Files of the workspace that go along as instructions. */
  readonly instructionFiles: readonly InstructionFileName[];
  readonly inlineCompletion: boolean;
  /** Which languages it is on for, as the user has written it. */
  readonly inlineLanguages: Readonly<Record<string, unknown>>;
}

const DEFAULT_MAX_FILE_KILOBYTES = 256;
/** A pasted file has to fit into one message of the page. */
const MOST_FILE_KILOBYTES = 1000;

/** What was read last, until VS Code says that any setting has changed. */
let known: Settings | undefined;
let isWatched = false;

/**
 * The settings as they are now. Nobody else reads or keeps them: it takes half a millisecond, and a question asks for them two
 * dozen times on its way.
 */
export function readSettings(): Settings {
  if (!isWatched) {
    // For as long as the extension host lives.
    vscode.workspace.onDidChangeConfiguration(() => {
      known = undefined;
    });
    isWatched = true;
  }
  known ??= read();
  return known;
}

function read(): Settings {
  const configuration = vscode.workspace.getConfiguration(SETTINGS_SECTION);
  const systemPrompt = userValue(configuration, SETTINGS.systemPrompt);
  const fontSize = configuration.get<unknown>(SETTINGS.fontSize);
  const maxFile = configuration.get<unknown>(SETTINGS.maxFileKilobytes);
  const instructionFiles = arrayField({ files: userValue(configuration, SETTINGS.instructionFiles) }, 'files');
  const languages = userValue(configuration, SETTINGS.inlineLanguages);
  return {
    ...parseEndpoints(userValue(configuration, SETTINGS.endpoints)),
    systemPrompt: typeof systemPrompt === 'string' ? systemPrompt : '',
    sendOn: configuration.get<unknown>(SETTINGS.sendOn) === 'ctrlEnter' ? 'ctrlEnter' : 'enter',
    fontSize: typeof fontSize === 'number' && fontSize > 0 ? fontSize : 0,
    // A workspace can turn it off, but not on for who wants nothing written.
    keepHistory:
      configuration.get<unknown>(SETTINGS.historyEnable) !== false &&
      userValue(configuration, SETTINGS.historyEnable) !== false,
    // It sends what was said once more: no workspace decides that.
    suggestTitles: userValue(configuration, SETTINGS.suggestTitles) === true,
    maxFileKilobytes:
      typeof maxFile === 'number' && maxFile > 0 ? Math.min(maxFile, MOST_FILE_KILOBYTES) : DEFAULT_MAX_FILE_KILOBYTES,
    // They change what is asked and send more: no workspace decides that.
    instructionFiles: INSTRUCTION_FILES.filter(name => instructionFiles.includes(name)),
    // Code leaves the machine while one types: no workspace decides that.
    inlineCompletion: userValue(configuration, SETTINGS.inlineEnable) === true,
    inlineLanguages: isRecord(languages) ? languages : {},
  };
}

/** The user's own value. A workspace's is never looked at: it could send the token or the text somewhere else. */
function userValue(configuration: vscode.WorkspaceConfiguration, name: string): unknown {
  return configuration.inspect<unknown>(name)?.globalValue;
}

/**
 * VS Code's own network settings, as they are now. They are the user's or the machine's: VS Code lets no workspace set them,
 * and one that does is not heard here either.
 */
export function readHttpSettings() {
  const http = vscode.workspace.getConfiguration('http');
  const own = (name: string): unknown => {
    const { workspaceValue, workspaceFolderValue, globalValue, defaultValue } = http.inspect<unknown>(name) ?? {};
    const isOwn = workspaceValue === undefined && workspaceFolderValue === undefined;
    return isOwn ? http.get<unknown>(name) : (globalValue ?? defaultValue);
  };
  const text = (name: string): string => {
    const value = own(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const noProxy = own('noProxy');
  const authorization = text('proxyAuthorization');
  return {
    proxy: text('proxy'),
    noProxy: Array.isArray(noProxy) ? noProxy.filter(entry => typeof entry === 'string') : [],
    proxySupport: PROXY_SUPPORT.find(value => value === text('proxySupport')) ?? 'override',
    ...(authorization === '' ? {} : { proxyAuthorization: authorization }),
    proxyStrictSsl: own('proxyStrictSSL') !== false,
    systemCertificates: own('systemCertificates') !== false,
  };
}

/** What VS Code's own settings leave out of a folder, and of searches in it. */
export function readExcludes(scope: vscode.Uri) {
  const read = (section: string) => {
    const patterns = vscode.workspace.getConfiguration(section, scope).get<unknown>('exclude');
    return Object.entries(isRecord(patterns) ? patterns : {}).flatMap(([pattern, value]) => {
      const when = stringField(value, 'when');
      if (when !== undefined) return [{ pattern, when }];
      return value === true ? [{ pattern }] : [];
    });
  };
  return { files: read('files'), search: read('search') };
}

const PROXY_SUPPORT = ['off', 'on', 'override', 'fallback'] as const;

/** Adds an endpoint behind those that are there, which all stay as they are. */
export async function saveEndpoint(endpoint: NewEndpoint): Promise<void> {
  await changeEndpoints(entries => [...entries, endpoint]);
}

/** The names that entries have, also those that cannot be used: the user may mend them. */
export function takenNames(): readonly { readonly name: string }[] {
  const entries = userValue(vscode.workspace.getConfiguration(SETTINGS_SECTION), SETTINGS.endpoints);
  return arrayField({ entries }, 'entries').flatMap(entry => {
    const name = stringField(entry, 'name')?.trim();
    return name === undefined ? [] : [{ name }];
  });
}

/** Writes the user's own list of endpoints anew. What `change` does not know, it must keep. */
export async function changeEndpoints(change: (entries: readonly unknown[]) => readonly unknown[]): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(SETTINGS_SECTION);
  const current = userValue(configuration, SETTINGS.endpoints);
  if (current !== undefined && !Array.isArray(current)) {
    throw new ChatError({
      kind: 'config',
      code: CODES.endpointsNotList,
      message: 'The setting endpointChat.endpoints is not a list.',
    });
  }
  const entries: readonly unknown[] = current ?? [];
  await configuration.update(SETTINGS.endpoints, change(entries), vscode.ConfigurationTarget.Global);
}

/** Turns inline suggestions on or off, for this user. */
export async function saveInlineCompletion(enabled: boolean): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(SETTINGS_SECTION);
  await configuration.update(SETTINGS.inlineEnable, enabled, vscode.ConfigurationTarget.Global);
}

/** Tells of our own settings alone, until it is disposed. VS Code's, such as `http.proxy`, are read whenever they are needed. */
export function onSettingsChange(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(event => {
    // Whichever of us is told first.
    known = undefined;
    if (event.affectsConfiguration(SETTINGS_SECTION)) listener();
  });
}

/** Whether VS Code shows comments in editors. Boxes and bars at code are comments. */
export function showsComments(): boolean {
  return vscode.workspace.getConfiguration('comments').get<unknown>('visible') !== false;
}
