/** Every word that the page says, in English: what is shown where there is no translation, and the key of each. */
export const english = {
  conversation: 'Conversation',
  untitled: 'New conversation',
  newConversation: 'New conversation',
  private: 'Private',
  privateHint: 'Not kept: gone when you close it, or its window.',
  jumpToLatest: 'Jump to latest',

  emptyHeading: 'Ask your own endpoint',
  emptyPromise: 'Your words go to {host} and nowhere else. {gesture}',
  emptyNoTarget: 'Chat with a model on a server that you choose. Your words go there and nowhere else.',
  nothingSentEnter: 'Nothing is sent until you press Enter.',
  nothingSentCtrlEnter: 'Nothing is sent until you press Ctrl+Enter.',
  wordsSentEnter: 'What you write here is not sent until you press Enter.',
  wordsSentCtrlEnter: 'What you write here is not sent until you press Ctrl+Enter.',
  codeSentInline: 'Inline suggestions are on: as you type code, what is around the cursor is sent there, too.',
  addEndpoint: 'Add endpoint',
  addAnotherEndpoint: 'Add another endpoint',
  getStarted: 'How it works, in six steps',
  starterExplain: 'Explain the selected code',
  starterFindBug: 'Find the bug in this file',
  starterChanges: 'Describe my changes',

  you: 'You',
  thought: 'Thought',
  thoughtFor: 'Thought for {seconds} s',
  thinking: 'Thought…',
  thinkingFor: 'Thought for {seconds} s…',
  // What stands in brackets is a number that changes each second: it is shown and not spoken.
  connecting: 'Connecting to {endpoint}…[ {time}]',
  waiting: 'Waiting for {model}…[ {time}]',
  silent: 'Nothing more[ for {time}]…',
  silentSpoken: 'Nothing more for now, the answer has not ended',
  silentLong: 'The endpoint keeps the connection open but sends no words.',
  retry: 'Asking again[ in {time}] (attempt {attempt} of {attempts})',
  reasonAndWords: '{reason}. {words}',
  seconds: '{seconds} s',
  minutes: '{minutes} min {seconds} s',
  stopWaiting: 'Stop waiting',
  stopped: 'Stopped',
  interrupted: 'Interrupted before the end',
  continue: 'Continue',
  answered: '{model} has answered',
  answerStopped: 'Answer stopped',
  answerInterrupted: 'Answer interrupted',

  copyMessage: 'Copy message',
  copyCode: 'Copy code',
  insertAtCursor: 'Insert at cursor',
  applyCode: 'Apply',
  newFileWithCode: 'New file with code',
  wrapLines: 'Wrap lines',
  hidden: 'Hidden characters; they are not copied',
  regenerate: 'Regenerate',
  previousVariant: 'Previous version',
  nextVariant: 'Next version',
  variant: 'Version {number} of {count}',
  editMessage: 'Edit message',
  deleteTurn: 'Delete message and answer',
  editedWords: 'Edited message',
  sendEdited: 'Send again',
  editHint: 'What follows is kept as another version.',
  cancel: 'Cancel',
  deleted: 'A message and its answer were deleted.',
  undo: 'Undo',
  plainCode: 'text',
  image: 'Image: {alt}',
  imageUnnamed: 'Image',
  taskDone: 'Done',
  taskOpen: 'Not done',

  message: 'Message',
  placeholder: 'Ask, or type # for context and / for commands',
  contextUsed: 'Context used',
  contextDetail: '{used} of the {window} tokens that the model can hold',
  contextWithMessage: 'About {used} of the {window} tokens that the model can hold, with your message',
  model: 'Model: {model}',
  noModel: 'No model',
  noEndpoint: 'No endpoint',
  send: 'Send',
  attach: 'Attach',
  attachments: 'Attachments',
  attaching: 'Reading…',
  remove: 'Remove {name}',
  oneProblem: '1 problem',
  problems: '{count} problems',
  commands: 'Commands',
  context: 'Context',
  contextFolder: 'Names in a folder',
  contextProblems: 'Reported problems',
  contextChanges: 'Changes since the last commit',
  contextTerminal: 'Selection in the terminal',
  contextSymbol: 'Symbol',
  attachHint: 'Attach. Files of VS Code can be dropped here while Shift is held.',
  tooLongForModel: 'More than {model} can hold.',
  tooLongNumbers: 'About {count} tokens with this conversation and the answer, and it holds {window}.',
  tooLongSizes: 'Attached: {sizes}.',
  tooLongWithout: 'It would fit without {names}.',
  tooLongAlone: 'It would fit in a new conversation.',
  tokens: '≈ {count} tokens',
  tokensShort: '≈{count} tok',
  tokensExplained: 'The size of your message and its attachments, about',
  tooLong:
    'This message is too long to send: {size} kB, and at most 1024 kB can go. Attach a part of it as a file instead.',
  firstMessage: 'First message to {host}.',
  firstMessageSize: 'About {count} tokens.',
  firstMessageAlong: 'About {count} tokens, with {names}.',
  firstMessageHistory: 'About {count} tokens, with all of this conversation.',
  firstMessageHistoryAlong: 'About {count} tokens, with {names} and all of this conversation.',
  unencrypted: 'Not encrypted: everyone on the way to {host} can read what you write.',
  dismiss: 'Dismiss',
  secretsFound: 'Should this go to {host}? Nothing was sent yet.',
  andMore: 'and {count} more',
  sendAnyway: 'Send anyway',
  doNotSend: 'Do not send',
  stop: 'Stop',
  stillWriting: 'An answer is still being written. Escape stops it.',
} as const;

/** The same in the user's language. */
export const strings = translate(readTranslations());

/** What the host has put into the document: every translation that VS Code has loaded, by its English words. */
function readTranslations(): Readonly<Record<string, unknown>> {
  const written = typeof document === 'undefined' ? undefined : document.getElementById('app')?.dataset['translations'];
  return written === undefined ? {} : JSON.parse(written);
}

function translate(translations: Readonly<Record<string, unknown>>): Readonly<Record<keyof typeof english, string>> {
  const translated: Record<string, string> = {};
  for (const [name, words] of Object.entries(english)) {
    const found = Object.hasOwn(translations, words) ? translations[words] : undefined;
    translated[name] = typeof found === 'string' ? found : words;
  }
  return { ...english, ...translated };
}

const placeholder = /\{(\w+)\}/;

/** Puts values into a string's `{places}`. */
export function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template
    .split(placeholder)
    .map((piece, index) => (index % 2 === 0 ? piece : String(values[piece] ?? '')))
    .join('');
}

/** Like `fill`, for values that are elements, such as a name in bold. */
export function fillNodes(template: string, values: Readonly<Record<string, Node | string>>): (Node | string)[] {
  return template.split(placeholder).map((piece, index) => (index % 2 === 0 ? piece : (values[piece] ?? '')));
}
