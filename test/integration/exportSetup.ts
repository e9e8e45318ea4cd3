import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import {
  apply,
  type Conversation,
  type ConversationRecord,
  emptyConversation,
} from '../../src/core/conversation/conversation';
import type { HistoryStore } from '../../src/core/conversation/conversationStore';
import { type Endpoint, parseEndpoints } from '../../src/core/endpoints/endpoints';
import { createHistoryStore } from '../../src/core/store/historyStore';
import type { ConversationLabel } from '../../src/core/store/historyTypes';
import { findingWords } from '../../src/vscode/findingWords';
import type { Dialogs } from '../../src/vscode/history/dialogs';
import { createExports, type Exports } from '../../src/vscode/history/exports';
import type { OpenConversation } from '../../src/vscode/history/exportTypes';
import { words } from '../../src/vscode/words';
import { memoryLog } from '../support/memoryLog';

export const TOKEN = 'tk-canary-5510-zq7';

/** What a person does at the dialogs, and what was said to them. */
export interface Person {
  /** Where to, and which files. */
  saveAs: string | undefined;
  files: readonly string[];
  /** The place of the answer to a question; undefined cancels. */
  answer: number | undefined;
  line: string | undefined;
  /** A part of the row that is chosen. */
  row: string;
  readonly said: string[];
  readonly asked: string[];
  readonly rows: string[];
  copied: string;
  suggestedName: string;
  /** Cancels what takes time where this is in its title. */
  cancels: string;
  /** Happens while a box or a menu is open. */
  meanwhile: () => void;
}

export interface ExportSetup {
  readonly exports: Exports;
  readonly store: HistoryStore;
  readonly person: Person;
  readonly opened: readonly string[];
  readonly file: (name: string) => string;
  current: Conversation;
  isKept: boolean;
  /** The secret storage fails. */
  tokensFail: boolean;
  /** What is read when the conversation is first needed. */
  unread: Conversation | undefined;
  /** Those that were current before. */
  readonly behind: Map<string, Conversation>;
  /** What was stored as labels. */
  readonly labelled: ConversationLabel[];
  /** Looks at another conversation. */
  readonly goTo: (other: Conversation) => void;
  keepHistory: boolean;
  /** What was deleted a moment ago, and can be brought back. */
  readonly deleted: Set<string>;
  /** Says something in the current conversation, and waits until it is on disk. */
  readonly say: (...records: readonly ConversationRecord[]) => Promise<void>;
}

export const question = (text: string): ConversationRecord => ({
  type: 'question',
  id: randomUUID(),
  parts: [{ type: 'text', text }],
});

/** The commands about a store and files in a folder of the test's own, which are gone afterwards. */
export function useExports(): () => ExportSetup {
  let setup: ExportSetup | undefined;
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'exports-'));
    setup = setUp(folder);
  });
  afterEach(async () => {
    setup?.exports.dispose();
    await setup?.store.close();
    await rm(folder, { recursive: true, force: true });
  });
  return () => setup ?? assert.fail('a test runs');
}

function setUp(folder: string): ExportSetup {
  const store = createHistoryStore({
    directory: path.join(folder, 'conversations'),
    onFailure: error => assert.ifError(error),
    onFork: () => assert.fail('nobody else writes'),
  });
  const file = (name: string): string => path.join(folder, name);
  const person: Person = {
    ...{
      saveAs: undefined,
      files: [],
      answer: undefined,
      line: undefined,
      row: '',
      copied: '',
      suggestedName: '',
      cancels: '',
      meanwhile: () => undefined,
    },
    ...{ said: [], asked: [], rows: [] },
  };
  const opened: string[] = [];
  const setup: Omit<ExportSetup, 'exports'> = {
    ...{ store, person, opened, file, isKept: true, keepHistory: true, tokensFail: false },
    deleted: new Set(),
    behind: new Map(),
    labelled: [],
    goTo(other) {
      setup.behind.set(setup.current.id, setup.current);
      setup.current = other;
    },
    current: emptyConversation(randomUUID(), Date.now()),
    unread: undefined,
    async say(...records: readonly ConversationRecord[]): Promise<void> {
      for (const record of records) {
        setup.current = apply(setup.current, record);
        store.append(setup.current, record);
      }
      await store.flush();
    },
  };
  const [endpoint] = parseEndpoints([{ name: 'E', url: 'https://api.example.com', model: 'm' }]).endpoints;
  const endpoints: readonly Endpoint[] = endpoint ? [endpoint] : [];
  const exports = createExports(
    {
      session: () => sessionOf(setup, endpoint),
      isDeleted: async id => setup.deleted.has(id),
      isInSidebar: () => true,
      onChange: () => () => undefined,
      store: {
        ...store,
        label(id, change) {
          setup.labelled.push(change);
          return store.label(id, change);
        },
      },
      ...{ words, findingWords, log: memoryLog(), activity: { forgetFailure: () => undefined } },
      settings: () => ({ endpoints, keepHistory: setup.keepHistory, suggestTitles: false }),
      tokens: {
        get: async origin => {
          if (setup.tokensFail) throw new Error('locked');
          return origin === 'https://api.example.com' ? TOKEN : undefined;
        },
      },
      client: () => assert.fail('nobody is asked'),
      report: error => assert.fail(String(error)),
    },
    { dialogs: dialogsOf(person, file), open: async id => void opened.push(id) },
  );
  return Object.assign(setup, { exports });
}

/** The conversation that is looked at now, also once another one is. */
function sessionOf(setup: Omit<ExportSetup, 'exports'>, endpoint: Endpoint | undefined): OpenConversation {
  const { id: own } = setup.current;
  return {
    get conversation() {
      return setup.behind.get(own) ?? setup.current;
    },
    get isKept() {
      return setup.isKept;
    },
    labelled(id, change) {
      if (setup.current.id === id) setup.current = { ...setup.current, label: { ...setup.current.label, ...change } };
    },
    async restore() {
      setup.current = setup.unread ?? setup.current;
    },
    endpointNamed: () => endpoint,
  };
}

function dialogsOf(person: Person, file: (name: string) => string): Dialogs {
  return {
    async saveAs(name) {
      person.suggestedName = name;
      return person.saveAs === undefined ? undefined : vscode.Uri.file(file(person.saveAs));
    },
    filesToImport: async () => person.files.map(name => vscode.Uri.file(file(name))),
    async ask(asked, detail, ...answers) {
      person.asked.push(asked, detail);
      return person.answer === undefined ? undefined : answers[person.answer];
    },
    async say(message) {
      person.said.push(message);
      return undefined;
    },
    warn: message => void person.said.push(message),
    async line() {
      person.meanwhile();
      return person.line;
    },
    async choose(_title, items) {
      person.meanwhile();
      person.rows.push(...items.map(({ label }) => label));
      return items.find(({ label }) => person.row !== '' && label.includes(person.row));
    },
    copy: async text => {
      person.copied = text;
    },
    during(title, work) {
      const ended = new AbortController();
      const isCancelled = person.cancels !== '' && title.includes(person.cancels);
      return work(() => isCancelled && ended.abort(), ended.signal);
    },
  };
}

/** Looks like a key of a cloud. */
export const KEY = `${'AKIA'}2E0A8F3B244C9986`;
/** A picture that goes along. */
export const image = { type: 'image', name: 'cat.png', mediaType: 'image/png', data: 'iVBORw0KGgo=' } as const;

/** A question with a picture and its answer, and one whose answer failed. */
export const answered: readonly ConversationRecord[] = [
  { type: 'question', id: 'q1', parts: [image, { type: 'text', text: 'What is *this*?' }] },
  { type: 'asked', id: 'a1', endpoint: 'E', model: 'm', at: 1_764_000_000_000 },
  { type: 'delta', id: 'a1', text: '', reasoning: 'Whiskers…', at: 1_764_000_000_500 },
  { type: 'delta', id: 'a1', text: 'A cat.', reasoning: '', at: 1_764_000_001_000 },
  { type: 'ended', id: 'a1', at: 1_764_000_002_000, outcome: { status: 'complete', finishReason: 'stop' } },
  { type: 'question', id: 'q2', parts: [{ type: 'text', text: 'Are you sure?' }] },
  { type: 'asked', id: 'a2', endpoint: 'E', model: 'm', at: 1_764_000_003_000 },
  {
    type: 'ended',
    id: 'a2',
    at: 1_764_000_004_000,
    outcome: {
      status: 'failed',
      error: { kind: 'server', message: 'm', status: 500, serverMessage: `bad key ${TOKEN}` },
    },
  },
];
