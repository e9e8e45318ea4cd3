// One conversation from the pasted address to the end, held with three servers.
import { startAimockServer } from '../support/aimockServer';
import { type Pace, startPracticeServer } from '../support/practiceServer';
import { isQuestion } from '../support/questions';
import { type Step, sse } from '../support/scriptedReply';
import { composerSteps } from './composerSteps';
import { type ConversationServer, type ConversationSetup, holdConversation } from './conversation';
import { answerSteps, editorSteps, endingSteps, endpointSteps, modelSteps } from './conversationSteps';

async function startPractice(token: string, pace: Pace): Promise<ConversationServer> {
  const practice = await startPracticeServer({ token, pace });
  function stallAfter(text: string): void {
    const piece = sse({ choices: [{ index: 0, delta: { content: text } }] });
    const steps = [...(text === '' ? [] : [{ send: piece }]), { stall: true } as const];
    practice.script({ when: isQuestion, headers: { 'Content-Type': 'text/event-stream' }, steps });
  }
  function writeOn(content: string): void {
    const piece = { send: sse({ choices: [{ index: 0, delta: { content } }] }) };
    function* steps(): Generator<Step> {
      for (;;) yield* [piece, { wait: 100 }];
    }
    practice.script({ when: isQuestion, headers: { 'Content-Type': 'text/event-stream' }, steps: steps() });
  }
  return { ...practice, stallAfter, writeOn };
}

// As it is left in the clipboard by a portal's page.
const pasteOpenai = (url: string) => ` "${url}/v1/chat/completions?model=<string>" `;
const streamedPace: Pace = { firstTokenMs: 100, tokenMs: 8 };

const openai: ConversationSetup = {
  paste: pasteOpenai,
  streams: true,
  startServer: token => startPractice(token, streamedPace),
};

const envelope: ConversationSetup = {
  paste: url => `${url}/api/v1/chat/completion_messages/`,
  streams: false,
  startServer: token => startPractice(token, { firstTokenMs: 100, tokenMs: 1 }),
};

const aimock: ConversationSetup = {
  paste: pasteOpenai,
  streams: true,
  startServer: token => startAimockServer({ token, pace: streamedPace }),
};

const USERS: readonly (readonly [who: string, setup: ConversationSetup])[] = [
  ['the openai protocol', openai],
  ['the envelope protocol', envelope],
  ['a third party’s server (aimock)', aimock],
];

for (const [who, setup] of USERS) {
  describe(`a user of ${who}, in a real VS Code`, () => {
    const conversation = holdConversation(setup);
    endpointSteps(conversation);
    answerSteps(conversation);
    editorSteps(conversation);
    composerSteps(conversation);
    modelSteps(conversation);
    endingSteps(conversation);
  });
}
