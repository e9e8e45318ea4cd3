import { completionAtCursor, explanation, partsOf } from './code';
import type { Query, QueryMessage } from './query';

export interface Written {
  /** Empty when the model does not reason. */
  readonly reasoning: string;
  /** Markdown, or code alone for a completion at the cursor. */
  readonly text: string;
}

const NO_MODEL = `**This is the practice server of Endpoint Chat, not a model**: it understands nothing and writes prepared text.`;

/** What the practice server has to say to a conversation. The same question always gets the same answer. */
export function answer({ model, messages }: Query): Written {
  const system = messages
    .filter(isInstruction)
    .map(message => message.text)
    .join('\n');
  const question = messages.findLast(message => message.role === 'user');
  const asked = question?.text ?? '';
  if (/cursor/i.test(system) && asked.includes('<CURSOR>')) return { reasoning: '', text: completionAtCursor(asked) };

  const { blocks, words } = partsOf(asked);
  const reasons = model.reasons || /\bthink\b/i.test(words);
  return { reasoning: reasons ? reasoning(blocks.length) : '', text: `${NO_MODEL}\n\n${body()}` };

  function body(): string {
    if (blocks.length > 0) return explanation(blocks);
    return /\blong\b/i.test(words) ? longAnswer() : tour(model.id, messages, question);
  }
}

function isInstruction(message: QueryMessage): boolean {
  return message.role === 'system' || message.role === 'developer';
}

function reasoning(blocks: number): string {
  return `Someone has asked a question. A model would now think it over; I am the practice server and only pretend to.

First I look at what came along: ${blocks === 0 ? 'no code' : blocks === 1 ? 'a block of code' : `${blocks} blocks of code`}.
Then I choose one of my prepared answers.
That was all the thinking there is, so I start to write.`;
}

function tour(model: string, messages: readonly QueryMessage[], question: QueryMessage | undefined): string {
  const words = (question?.text ?? '').replace(/[`\s]+/g, ' ').trim();
  const quoted = words.length > 80 ? `${words.slice(0, 80)}…` : words;
  const images = question?.images ?? 0;
  const instructed = messages.some(isInstruction) ? 'with instructions' : 'without instructions';
  return `You asked: \`${quoted || ' '}\`

## What arrived

| | |
|---|---|
| Model | \`${model}\` |
| Messages | ${messages.length}, ${instructed} |
| Images | ${images} |

## What you can try

1. Ask about **code**: select some, and have it explained.
2. Ask for a *long* answer, and press Stop.
   - What has arrived by then stays.
   - The next question carries it along.
3. Ask it to *think*, or choose \`practice-thinker\`.
4. Choose \`practice-small\`, whose answers end at their limit.

### How far you are

- [x] An endpoint is set up
- [x] A question has been answered
- [ ] A real model is connected

A block of code, to copy:

\`\`\`typescript
/** The mean of some numbers, or undefined where there are none. */
export function mean(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
\`\`\`

All of this is ~~magic~~ [Markdown](https://commonmark.org/help/), as models write it.`;
}

const LONG_PARAGRAPHS: readonly string[] = [
  'A question goes out as one request. It carries the whole conversation, because the server remembers nothing: what is not sent along has never been said.',
  'The answer comes back *token by token*. A token is a piece of a word, about four characters long, and a server of middling speed writes forty of them in a second.',
  'Whoever presses **Stop** closes the connection. A good server notices, and stops working on an answer that nobody is going to read.',
  'What has been written by then is kept. It is part of the conversation, and the next question builds on it, half a sentence or not.',
  'Every answer ends with a reason: `stop` when the model had nothing more to say, and `length` when it had, but was not allowed to say it.',
  'A connection can also break. Then the end comes without a reason, and the reader should be told that the answer is cut off.',
];

const LONG_PARTS = 9;

/** About 2,000 tokens: most of a minute at the server's own pace. */
function longAnswer(): string {
  const parts = Array.from({ length: LONG_PARTS }, (_, part) => {
    const paragraphs = Array.from({ length: LONG_PARAGRAPHS.length }, (__, index) => {
      return LONG_PARAGRAPHS[(part + index) % LONG_PARAGRAPHS.length] ?? '';
    });
    return [`## Part ${part + 1} of ${LONG_PARTS}`, ...paragraphs].join('\n\n');
  });
  return ['# A long answer', 'It says the same things again and again, so stop it whenever you like.', ...parts].join(
    '\n\n',
  );
}
