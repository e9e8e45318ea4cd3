import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ChatEvent } from '../../../../src/core/chat';
import { siblingsIn } from '../../../../src/core/conversation/branches';
import { apply, type Conversation, questionText } from '../../../../src/core/conversation/conversation';
import type { ChatSession } from '../../../../src/core/session/chatSession';
import { useStores } from '../store/storeSetup';
import { setUp, stop, text } from './sessionSetup';

/** What a user does, and where: a number that is taken modulo what there is to choose from. */
const step = fc.record({
  what: fc.constantFrom(
    'send',
    'send',
    'edit',
    'edit',
    'regenerate',
    'delete',
    'undo',
    'continue',
    'variant',
    'variant',
  ),
  at: fc.nat(20),
  /** How the answer goes, where one is asked for. */
  how: fc.constantFrom('well', 'cut', 'fails', 'fails late'),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function* reply(how: string): AsyncGenerator<ChatEvent, void, undefined> {
  if (how === 'fails') throw new Error('broken');
  yield text('words');
  if (how === 'fails late') throw new Error('broken');
  yield how === 'cut' ? { type: 'finish', reason: 'length' } : stop;
}

/** The questions that are still in the conversation, by what was written, and those that the user deleted last. */
interface Written {
  readonly all: Map<string, string>;
  readonly deleted: Set<string>;
  last: readonly string[];
}

async function take(session: ChatSession, written: Written, { what, at }: Step, n: number): Promise<void> {
  const { entries, branches } = session.conversation;
  const questions = entries.filter(({ role }) => role === 'user');
  const question = questions[at % Math.max(1, questions.length)];
  const others = entries.flatMap(({ id }) => siblingsIn(branches)(id).filter(other => other !== id));
  const other = others[at % Math.max(1, others.length)];
  const words = `question ${n}.`;
  switch (what) {
    case 'send':
      await session.send([{ type: 'text', text: words }]);
      break;
    case 'edit':
      if (question) await session.edit(question.id, words);
      break;
    case 'regenerate':
      return session.regenerate();
    case 'continue':
      return session.continueAnswer();
    case 'variant':
      return other === undefined ? undefined : session.showVariant(other);
    case 'delete':
      if (question) await session.deleteTurn(question.id);
      if (question) written.deleted.add(question.id);
      written.last = question ? [question.id] : written.last;
      return;
    case 'undo':
      if (session.canUndoDelete) for (const id of written.last) written.deleted.delete(id);
      return session.undoDelete();
  }
  const added = session.conversation.entries.findLast(entry => entry.role === 'user');
  if (added?.role === 'user' && questionText(added) === words) written.all.set(added.id, words);
}

/** Every question that the variant switches lead to, from what is shown. */
function reachable(conversation: Conversation): ReadonlySet<string> {
  const seen = new Set<string>();
  const questions = new Set<string>();
  const waiting = [conversation];
  for (let now = waiting.pop(); now; now = waiting.pop()) {
    const key = now.entries.map(({ id }) => id).join();
    if (seen.has(key)) continue;
    seen.add(key);
    const siblings = siblingsIn(now.branches);
    for (const entry of now.entries) {
      if (entry.role === 'user') questions.add(entry.id);
      for (const id of siblings(entry.id)) if (id !== entry.id) waiting.push(apply(now, { type: 'chosen', id }));
    }
  }
  return questions;
}

function check(conversation: Conversation, { all, deleted }: Written): void {
  const shown = reachable(conversation);
  const kept = JSON.stringify(conversation);
  for (const [id, words] of all) {
    assert.ok(kept.includes(words), `${words} is in the file`);
    assert.equal(shown.has(id), !deleted.has(id), deleted.has(id) ? `${words} was deleted` : `${words} is reachable`);
  }
}

/** What stands aside has no order of its own. */
function inOrder(conversation: Conversation | undefined): Conversation {
  assert.ok(conversation);
  return { ...conversation, aside: conversation.aside.toSorted((one, two) => one.id.localeCompare(two.id)) };
}

describe('What a user has written', () => {
  const stores = useStores();

  it('stays reachable, whatever is done to the conversation, and deleted or not, in its file', async function () {
    this.timeout(0);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 24 }), async steps => {
        let how = 'well';
        const { session } = setUp(() => reply(how));
        const written: Written = { all: new Map(), deleted: new Set(), last: [] };
        for (const [n, now] of steps.entries()) {
          how = now.how;
          await take(session, written, now, n);
          check(session.conversation, written);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is the same when it is loaded from the disk', async function () {
    this.timeout(0);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 24 }), async steps => {
        let how = 'well';
        let ids = 0;
        const name = `run${run++}x`;
        const { store } = stores.window();
        const { session } = setUp(() => reply(how), { store, newId: () => `${name}${ids++}` });
        const written: Written = { all: new Map(), deleted: new Set(), last: [] };
        for (const [n, now] of steps.entries()) {
          how = now.how;
          await take(session, written, now, n);
        }
        await store.close();
        if (written.all.size === 0) return;
        const loaded = inOrder(await stores.read(session.conversation.id));
        assert.deepEqual(loaded, inOrder(session.conversation));
        check(loaded, written);
      }),
      { numRuns: 25 },
    );
  });
});
