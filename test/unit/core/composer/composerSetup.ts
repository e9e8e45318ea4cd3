import assert from 'node:assert/strict';
import type { FilePart, ModelInfo, Part } from '../../../../src/core/chat';
import { createComposer } from '../../../../src/core/composer/composer';
import type { ChosenFile, ComposerDependencies, Offer } from '../../../../src/core/composer/composerTypes';
import { createKeptAlong } from '../../../../src/core/composer/keptAlong';
import { type Endpoint, parseEndpoints } from '../../../../src/core/endpoints/endpoints';
import type { CodeScope, Problem } from '../../../../src/core/prompts/codeScope';
import { type ListedPrompt, listPrompts } from '../../../../src/core/prompts/promptList';
import { createPromptRunner } from '../../../../src/core/prompts/promptRunner';
import type { ComposerIntent, ToPage } from '../../../../src/shared/protocol';
import { setUp as setUpSession, stop, text } from '../session/sessionSetup';

const PNG = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==';
export const image = {
  type: 'attachImage',
  name: 'a.png',
  image: PNG,
  thumbnail: PNG,
  width: 30,
  height: 25,
} as const satisfies ComposerIntent;
export const file = {
  type: 'file',
  name: 'src/search.ts',
  language: 'typescript',
  text: 'code',
  lines: [3, 4],
} as const;
const scope: CodeScope = { file, chosen: 'selection' };
const problem: Problem = { line: 3, severity: 'error', message: 'no such name' };
export const secret = `${'glpat'}-Zk7qR2xB9mVnT4wLcYp8`;

export interface Situation {
  readonly draftMemory?: ComposerDependencies['draftMemory'];
  /** Where is kept what goes along, for the next window; nowhere when left out. */
  readonly waitingFolder?: string;
  /** Whether anything may be written to disk; may change. */
  readonly keepsNothing?: boolean;
  readonly endpoint?: object;
  /** The address of another endpoint that was chosen since; may change. */
  readonly movedTo?: string;
  readonly info?: ModelInfo;
  readonly noCode?: true;
  readonly codeFails?: true;
  /** What a slash command takes; may change. */
  readonly scope?: CodeScope;
  /** Besides those that are built in. */
  readonly prompts?: readonly ListedPrompt[];
  /** What the user types into the boxes that ask; they are left where there is nothing. */
  readonly inputs?: string[];
  readonly changes?: string;
  readonly refuses?: true;
  readonly chosen?: readonly ChosenFile[];
  /** Nothing is chosen before this. */
  readonly choosing?: Promise<void>;
  readonly maxFileKilobytes?: number;
  /** The tokens that the model can hold. */
  readonly window?: number;
  /** What a search finds, each time more. */
  readonly found?: (query: string) => readonly (readonly string[])[];
  /** What goes along with every question; may change. */
  readonly instructions?: FilePart;
  /** What URIs name that are not text. */
  readonly uris?: Readonly<Record<string, ChosenFile>>;
  /** Nothing is read before this. */
  readonly reading?: Promise<void>;
  /** No answer ends before this. */
  readonly answering?: Promise<void>;
  /** Ids for a session that is not the only one. */
  readonly newId?: () => string;
}

function offer(id: string, part: FilePart, reading?: Promise<void>): Offer {
  const take = async (): Promise<ChosenFile> => {
    await reading;
    return { type: 'part', part };
  };
  return { id, icon: 'file', label: `#${id}`, detail: '', take };
}

async function gone(reading?: Promise<void>): Promise<ChosenFile> {
  await reading;
  return { type: 'unreadable', name: 'gone' };
}

/** A composer above a real session, with an editor and a page that are written here. */
export function setUp(situation: Situation = {}) {
  const { session, requests } = setUpSession(async function* () {
    yield text('Yes.');
    await situation.answering;
    yield stop;
  }, situation.newId && { newId: situation.newId });
  const { endpoints } = parseEndpoints([{ name: 'One', url: 'localhost:1', model: 'm1', ...situation.endpoint }]);
  const endpoint: Endpoint = endpoints[0] ?? assert.fail();
  const posted: ToPage[] = [];
  const read: string[] = [];
  let ids = 0;
  const code = async () => {
    if (situation.codeFails) throw new Error('no code today');
    return situation.noCode ? undefined : { scope: situation.scope ?? scope, problems: [problem] };
  };
  const runner = createPromptRunner({
    list: async () => listPrompts(situation.prompts ?? []),
    code,
    file: () => undefined,
    problems: () => [],
    folder: () => undefined,
    askForInput: async () => situation.inputs?.shift(),
    approve: async () => true,
    approved: { get: () => undefined, set: () => undefined },
  });
  const composer = createComposer({
    session: {
      get conversation() {
        return session.conversation;
      },
      get isKept() {
        return session.isKept && !situation.keepsNothing;
      },
      restore: () => session.restore(),
      target: () => ({ endpoint: situation.movedTo ? { ...endpoint, url: situation.movedTo } : endpoint, model: 'm1' }),
      onChange: listener => session.onChange(listener),
    },
    edit: (id, text) => session.edit(id, text),
    async ask(parts: readonly Part[]) {
      if (situation.refuses) return false;
      return session.send(parts);
    },
    newId: () => `a${ids++}`,
    draftMemory: situation.draftMemory ?? { read: () => undefined, write: () => undefined },
    async keepAlong(box) {
      if (situation.waitingFolder !== undefined) return createKeptAlong(box, situation.waitingFolder);
      return { restore: async () => undefined, changed: () => undefined };
    },
    settings: () => ({ keepHistory: true, maxFileKilobytes: situation.maxFileKilobytes ?? 256, systemPrompt: '' }),
    contextWindow: () => situation.window,
    modelInfo: async () => situation.info,
    editor: {
      code,
      file: () => (situation.noCode ? undefined : { ...file, text: 'all of it' }),
      changes: async () =>
        situation.changes === undefined ? undefined : { diff: situation.changes, files: 1, others: [] },
      offers: async () => [{ id: 'command', icon: 'book', label: '/command', detail: '' }],
      mentions: async () => [
        offer('one', file, situation.reading),
        { id: 'gone', icon: 'file', label: '#gone', detail: '', take: () => gone(situation.reading) },
      ],
      async *search(query) {
        for (const names of situation.found?.(query) ?? []) yield names.map(name => offer(name, { ...file, name }));
      },
      readDropped: async uri => ({ type: 'refused', problem: { reason: 'elsewhere', name: uri } }),
      choose: async () => {
        await situation.choosing;
        return (situation.chosen ?? []).map(file => async () => {
          await situation.reading;
          return file;
        });
      },
      async read(uri) {
        read.push(uri);
        await situation.reading;
        return situation.uris?.[uri] ?? { type: 'part', part: { ...file, name: uri } };
      },
    },
    instructionFiles: async () => (situation.instructions ? [situation.instructions] : []),
    async slashMessage(text, again) {
      const result = await runner.runSlash(text, again);
      return result?.type === 'problem' ? { type: 'notice', text: result.problem.reason } : result;
    },
    words: {
      problem: of => of.reason,
      finding: ({ kind, file: name, line }) => `${kind} ${name} ${line}`,
      starter: of => `Please ${of}`,
    },
  } satisfies ComposerDependencies);
  const take = (intent: ComposerIntent): Promise<void> => composer.take(intent, fact => posted.push(fact));
  const labels = (): readonly string[] => composer.attachments().map(({ label }) => label);
  const sent = () => requests.at(-1)?.messages.at(-1)?.parts;
  /** What the last question was about. */
  const findings = () => posted.findLast(fact => fact.type === 'confirmSend' || fact.type === 'confirmEdit')?.findings;
  return { composer, session, posted, read, findings, take, labels, sent, requests };
}
