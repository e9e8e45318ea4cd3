// A window of VS Code as a process of its own, for tests that kill it: writes with the real store, and says on its standard
// output, a line each, what is on disk.
import { writeSync } from 'node:fs';
import { apply, type ConversationRecord, emptyConversation } from '../../../src/core/conversation/conversation';
import { createHistoryStore } from '../../../src/core/store/historyStore';
import { type WriterTask, wordOf } from './task';

const task: WriterTask = JSON.parse(process.argv[2] ?? '{}');

let forks = 0;
const store = createHistoryStore({
  directory: task.directory,
  compactAfter: task.compactAfter,
  onFailure: error => error && say(`failed: ${error.message}`),
  onFork(fork) {
    forks++;
    conversation = { ...conversation, id: fork.to };
    if (!task.mayFork) say(`failed: forked, ${fork.reason}`);
  },
});
let conversation = (await store.load(task.id)) ?? emptyConversation(task.id, 1);

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

async function write(record: ConversationRecord): Promise<void> {
  conversation = apply(conversation, record);
  store.append(conversation, record);
  await store.flush();
}

/** Questions and answers without end, each piece on disk before it is said to be. */
async function stream(): Promise<void> {
  for (let n = conversation.entries.filter(({ role }) => role === 'user').length; ; n++) {
    await write({ type: 'question', id: `q${n}`, parts: [{ type: 'text', text: `Question ${n}` }] });
    say(`question ${n}`);
    await write({ type: 'asked', id: `a${n}`, endpoint: 'E', model: 'm', at: n });
    for (let piece = 0; piece < task.pieces; piece++) {
      await write({ type: 'delta', id: `a${n}`, text: wordOf(n, piece), reasoning: '', at: n });
      say(`piece ${n} ${piece}`);
    }
    await write({ type: 'ended', id: `a${n}`, at: n, outcome: { status: 'complete', finishReason: 'stop' } });
    say(`ended ${n}`);
  }
}

async function writeQuestions(): Promise<void> {
  for (let n = 0; n < task.questions; n++) {
    const id = `${task.name} ${n}`;
    await write({ type: 'question', id, parts: [{ type: 'text', text: id }] });
    say(`question ${id}`);
  }
  await store.close();
  say(`forks ${forks}`);
}

say('ready');
// Whoever started this says when.
await new Promise(resolve => process.stdin.once('data', resolve));
await (task.questions > 0 ? writeQuestions() : stream());
process.exit(0);
