/** Every word that the page says. One table, so that translations can take its place. */
export const strings = {
  conversation: 'Conversation',
  untitled: 'New conversation',
  newConversation: 'New conversation',
  jumpToLatest: 'Jump to latest',

  emptyHeading: 'Ask your own endpoint',
  emptyPromise: 'Your words go to {host} and nowhere else. {gesture}',
  emptyNoTarget: 'Chat with a model on a server that you choose. Your words go there and nowhere else.',
  nothingSentEnter: 'Nothing is sent until you press Enter.',
  nothingSentCtrlEnter: 'Nothing is sent until you press Ctrl+Enter.',
  addEndpoint: 'Add endpoint',

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
  seconds: '{seconds} s',
  minutes: '{minutes} min {seconds} s',
  stopWaiting: 'Stop waiting',
  stopped: 'Stopped',
  interrupted: 'Interrupted before the end',
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
  plainCode: 'text',
  image: 'Image: {alt}',
  imageUnnamed: 'Image',
  taskDone: 'Done',
  taskOpen: 'Not done',

  message: 'Message',
  placeholder: 'Ask anything',
  model: 'Model: {model}',
  noModel: 'No model',
  noEndpoint: 'No endpoint',
  send: 'Send',
  stop: 'Stop',
} as const;

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
