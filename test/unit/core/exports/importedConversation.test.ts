import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { siblingsIn } from '../../../../src/core/conversation/branches';
import {
  apply,
  type Conversation,
  type Entry,
  emptyConversation,
  requestMessages,
} from '../../../../src/core/conversation/conversation';
import { titleOf } from '../../../../src/core/conversation/conversationTitle';
import { replay } from '../../../../src/core/conversation/replay';
import { settled, withoutDeleted } from '../../../../src/core/exports/exportedConversation';
import { exportedJson } from '../../../../src/core/exports/exportFile';
import { type Imported, importedConversation } from '../../../../src/core/exports/importedConversation';
import { copyRecords } from '../../../../src/core/store/copy';
import { anyConversation } from './conversations';

const imported = (value: unknown): Imported => importedConversation(value, () => 'imported');
const roundTrip = (conversation: Conversation): Imported => imported(JSON.parse(exportedJson(conversation, 5)));

/** What a user can come to by switching, on any way. */
function reachable(start: Conversation): readonly string[] {
  const seen = new Set<string>();
  const ways = new Set<string>();
  const open = [start];
  for (let conversation = open.pop(); conversation; conversation = open.pop()) {
    const way = conversation.entries.map(({ id }) => id).join(' ');
    if (ways.has(way)) continue;
    ways.add(way);
    const siblings = siblingsIn(conversation.branches);
    for (const { id } of conversation.entries) {
      seen.add(id);
      for (const sibling of siblings(id)) open.push(apply(conversation, { type: 'chosen', id: sibling }));
    }
  }
  return [...seen].toSorted();
}

/** All that is shown, sent, and can be switched to. */
function everything(conversation: Conversation) {
  const { entries, aside, branches, createdAt, label, target } = conversation;
  const byId = (one: { readonly id: string }, other: { readonly id: string }): number => one.id.localeCompare(other.id);
  const siblings = siblingsIn(branches);
  return {
    ...{ createdAt, entries, label, target },
    aside: aside.toSorted(byId),
    sent: requestMessages(conversation, 'Be kind.'),
    title: titleOf(conversation),
    variants: entries.map(({ id }) => siblings(id)),
    branches: { ...branches, chosen: new Map([...branches.chosen].sort()) },
  };
}

/** What is still being written is taken for interrupted. */
function ended(conversation: Conversation): Conversation {
  const end = (entry: Entry): Entry => (entry.role === 'assistant' ? settled(entry) : entry);
  return { ...conversation, entries: conversation.entries.map(end), aside: conversation.aside.map(end) };
}

function conversationOf(result: Imported): Conversation {
  assert.ok(result.type === 'conversation', JSON.stringify(result));
  return result.conversation;
}

function problemOf(value: unknown): string {
  const result = imported(value);
  return result.type === 'refused' ? result.problem : 'none';
}

const simple = apply(emptyConversation('c', 1000), {
  type: 'question',
  id: 'q1',
  parts: [{ type: 'text', text: 'Why?' }],
});
const data = (): Record<string, unknown> => JSON.parse(exportedJson(simple, 5));

describe('an exported conversation that is imported', () => {
  it('is the same in everything that is shown, sent and switched to, under another id', () => {
    fc.assert(
      fc.property(anyConversation, conversation => {
        fc.pre(conversation.entries.length > 0);
        const copy = conversationOf(roundTrip(conversation));
        assert.equal(copy.id, 'imported');
        assert.deepEqual(everything(copy), everything(ended(withoutDeleted(conversation))));
        const { aside: _a, branches: _b, ...seen } = everything(ended(conversation));
        const { aside: _c, branches: _d, ...seenInCopy } = everything(copy);
        assert.deepEqual(seenInCopy, seen);
        assert.deepEqual(reachable(copy), reachable(conversation));
      }),
      { numRuns: 300 },
    );
  });

  it('has nothing that nobody could come to in what was exported: no deleted turn, and nothing behind it', () => {
    fc.assert(
      fc.property(anyConversation, conversation => {
        const { entries } = JSON.parse(exportedJson(conversation, 5));
        const ids: readonly string[] = entries.map(({ id }: Entry) => id);
        assert.deepEqual(ids.toSorted(), reachable(conversation));
      }),
      { numRuns: 300 },
    );
  });

  it('is without the words of a turn that was deleted, and goes on with what followed it', () => {
    const say = (id: string, text: string) => ({ type: 'question', id, parts: [{ type: 'text', text }] }) as const;
    const conversation = [say('q2', 'My secret'), say('q3', 'And now?')].reduce<Conversation>(apply, simple);
    const deleted = apply(conversation, { type: 'withdrawn', id: 'q2' });
    assert.doesNotMatch(exportedJson(deleted, 5), /secret/);
    const copy = conversationOf(roundTrip(deleted));
    assert.deepEqual(
      copy.entries.map(({ id }) => id),
      ['q1', 'q3'],
    );
    assert.deepEqual(
      [...copy.branches.follows],
      [
        ['q1', ''],
        ['q3', 'q1'],
      ],
    );
  });

  it('is the same after it was written to a file of ours and read', () => {
    fc.assert(
      fc.property(anyConversation, conversation => {
        fc.pre(conversation.entries.length > 0);
        const copy = conversationOf(roundTrip(conversation));
        const { label: _l, ...stored } = everything(
          replay(emptyConversation(copy.id, copy.createdAt), copyRecords(copy)),
        );
        const { label: _m, ...expected } = everything({ ...copy, label: {} });
        assert.deepEqual(stored, expected);
      }),
      { numRuns: 100 },
    );
  });

  it('says nothing of where files are on this machine', () => {
    const source = 'file:///home/someone/secret-project/a.ts';
    const question = {
      type: 'question',
      id: 'q2',
      parts: [{ type: 'file', name: 'a.ts', language: 'ts', text: 'x', source }],
    } as const;
    assert.ok(!exportedJson(apply(simple, question), 5).includes('someone'));
  });

  it('takes an answer that is still being written as what there is of it', () => {
    const asked = apply(simple, { type: 'asked', id: 'a1', endpoint: 'E', model: 'M', at: 3 });
    const running = apply(asked, { type: 'delta', id: 'a1', text: 'Beca', reasoning: '', at: 4 });
    const [, answer] = conversationOf(roundTrip(running)).entries;
    assert.deepEqual(answer, { ...running.entries[1], status: 'interrupted' });
  });
});

describe('what is refused', () => {
  it('is JSON of something else', () => {
    for (const value of [null, 1, 'x', [], {}, { format: 'chat' }, { messages: [] }, [data()]]) {
      assert.equal(problemOf(value), 'foreign', JSON.stringify(value));
    }
  });

  it('is a newer version, whatever else it says', () => {
    assert.equal(problemOf({ format: 'endpoint-chat-conversation', version: 2, turns: [] }), 'newerVersion');
  });

  it('is a conversation that lacks a field, or has something else in it', () => {
    for (const name of ['version', 'createdAt', 'entries', 'chosen', 'hidden']) {
      for (const value of [
        ...(name === 'hidden' ? [] : [undefined]),
        null,
        {},
        'x',
        -1,
        ...(name === 'version' ? [] : [1e300]),
      ])
        assert.equal(problemOf({ ...data(), [name]: value }), 'damaged', name);
    }
    assert.equal(problemOf({ ...data(), entries: [] }), 'damaged');
  });

  it('is an entry with an id that is none, or is there twice, or that follows a later one', () => {
    const entry = { role: 'user', id: 'q1', after: '', parts: [] };
    for (const entries of [
      [{ ...entry, id: '__proto__' }],
      [{ ...entry, id: '' }],
      [{ ...entry, id: 'x'.repeat(101) }],
      [entry, entry],
      [{ ...entry, after: 'q1' }],
      [{ ...entry, after: 'nowhere' }],
      [
        { ...entry, after: 'q2' },
        { ...entry, id: 'q2', after: 'q1' },
      ],
    ]) {
      assert.equal(problemOf({ ...data(), entries }), 'damaged', JSON.stringify(entries));
    }
  });

  it('is a picture that is an address, or no picture', () => {
    const image = { type: 'image', name: 'a.png', mediaType: 'image/png', data: 'AAAA' };
    const withPart = (part: object): object => ({
      ...data(),
      entries: [{ role: 'user', id: 'q1', after: '', parts: [part] }],
    });
    assert.equal(problemOf(withPart(image)), 'none');
    assert.equal(problemOf(withPart({ ...image, thumbnail: 'https://example.com/a.png' })), 'damaged');
    assert.equal(problemOf(withPart({ ...image, mediaType: 'image/svg+xml' })), 'damaged');
    assert.equal(problemOf(withPart({ ...image, data: 'a"><script>' })), 'damaged');
  });

  it('is more than anyone has said, before it is put in order', () => {
    const entries = Array.from({ length: 30_000 }, (_none, index) => ({
      role: 'user',
      id: `q${index}`,
      after: '',
      parts: [],
    }));
    assert.equal(problemOf({ ...data(), entries }), 'tooLarge');
    assert.equal(problemOf({ ...data(), chosen: Array.from({ length: 3000 }, () => 'q1') }), 'tooLarge');
  });
});

describe('what is in a file besides', () => {
  it('is left where it is: other fields, and names that every object has', () => {
    const hostile: unknown = JSON.parse(
      JSON.stringify({ ...data(), more: { a: 1 } }).replace(
        '"more"',
        '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"more"',
      ),
    );
    const copy = conversationOf(imported(hostile));
    assert.deepEqual(everything(copy), everything(simple));
    assert.equal(Reflect.get({}, 'polluted'), undefined);
    assert.deepEqual(Object.keys(copy).toSorted(), ['aside', 'branches', 'createdAt', 'entries', 'id']);
  });

  it('tells no button what to do: no address to take, no origin for a token, no file to write', () => {
    const error = {
      kind: 'config',
      message: 'm',
      suggestedUrl: 'https://evil.example',
      tokenOrigin: 'https://evil.example',
    };
    const answer = {
      role: 'assistant',
      id: 'a1',
      after: '',
      endpoint: 'E',
      model: 'M',
      text: '',
      reasoning: '',
      status: 'failed',
      askedAt: 1,
      error,
    };
    const file = { type: 'file', name: 'a', language: '', text: '', source: 'file:///home/someone/.bashrc' };
    const question = { role: 'user', id: 'q1', after: 'a1', parts: [file] };
    const copy = conversationOf(imported({ ...data(), entries: [answer, question] }));
    assert.doesNotMatch(JSON.stringify(copy), /evil|bashrc/);
  });

  it('is a title of one line that can be read, whatever it was', () => {
    const title = `  Two\nlines \u202e\u0007 ${'x'.repeat(500_000)}`;
    const { label } = conversationOf(imported({ ...data(), label: { title } }));
    assert.match(label?.title ?? '', /^Two lines x{190}$/);
    assert.equal(conversationOf(imported({ ...data(), label: { title: ' \n' } })).label, undefined);
  });
});
