/** Every name of the public contract, in one place. `manifest.test.ts` holds them against package.json. */

/** The view in the secondary sidebar, as package.json declares it. */
export const CHAT_VIEW = 'endpointChat.chat';
/** The type of the tabs that conversations are in. */
export const CHAT_PANEL = 'endpointChat.conversation';
/** VS Code makes this command for the view by itself: it opens the view and puts the focus into it. */
export const FOCUS_CHAT_VIEW = 'endpointChat.chat.focus';

/** Under which VS Code knows the models of every endpoint. */
export const LANGUAGE_MODEL_VENDOR = 'endpoint-chat';

/** The commands that package.json declares. Anyone may run them, with any argument. */
export const COMMANDS = {
  addEndpoint: 'endpointChat.addEndpoint',
  editEndpoint: 'endpointChat.editEndpoint',
  removeEndpoint: 'endpointChat.removeEndpoint',
  selectEndpoint: 'endpointChat.selectEndpoint',
  selectModel: 'endpointChat.selectModel',
  setToken: 'endpointChat.setToken',
  removeToken: 'endpointChat.removeToken',
  forgetUnencryptedAddresses: 'endpointChat.forgetUnencryptedAddresses',
  checkConnection: 'endpointChat.checkConnection',
  focus: 'endpointChat.focus',
  newConversation: 'endpointChat.newConversation',
  exportConversation: 'endpointChat.exportConversation',
  exportAllConversations: 'endpointChat.exportAllConversations',
  importConversation: 'endpointChat.importConversation',
  copyConversation: 'endpointChat.copyConversation',
  renameConversation: 'endpointChat.renameConversation',
  openConversation: 'endpointChat.openConversation',
  deleteConversation: 'endpointChat.deleteConversation',
  deleteAllConversations: 'endpointChat.deleteAllConversations',
  newPrivateConversation: 'endpointChat.newPrivateConversation',
  openToSide: 'endpointChat.openToSide',
  explainSelection: 'endpointChat.explainSelection',
  fixSelection: 'endpointChat.fixSelection',
  writeTests: 'endpointChat.writeTests',
  documentSelection: 'endpointChat.documentSelection',
  askAboutSelection: 'endpointChat.askAboutSelection',
  addSelectionToChat: 'endpointChat.addSelectionToChat',
  addFileToChat: 'endpointChat.addFileToChat',
  addFolderToChat: 'endpointChat.addFolderToChat',
  runPrompt: 'endpointChat.runPrompt',
  editPrompts: 'endpointChat.editPrompts',
  insertCompletion: 'endpointChat.insertCompletion',
  keepCompletion: 'endpointChat.keepCompletion',
  takeBackCompletion: 'endpointChat.takeBackCompletion',
  toggleInlineCompletion: 'endpointChat.toggleInlineCompletion',
  stop: 'endpointChat.stop',
  regenerate: 'endpointChat.regenerate',
  generateCommitMessage: 'endpointChat.generateCommitMessage',
  showLog: 'endpointChat.showLog',
  getStarted: 'endpointChat.getStarted',
  acceptChanges: 'endpointChat.acceptChanges',
  rejectChanges: 'endpointChat.rejectChanges',
  editSelection: 'endpointChat.editSelection',
  acceptThisChange: 'endpointChat.acceptThisChange',
  rejectThisChange: 'endpointChat.rejectThisChange',
  askAgain: 'endpointChat.askAgain',
  showEarlierProposal: 'endpointChat.showEarlierProposal',
  showLaterProposal: 'endpointChat.showLaterProposal',
  submitEdit: 'endpointChat.submitEdit',
  leaveEdit: 'endpointChat.leaveEdit',
} as const;

/** The walkthrough that `getStarted` opens. */
export const WALKTHROUGH = 'endpoint-chat.endpoint-chat#gettingStarted';

/** The scheme of a document as it would be. package.json shows the buttons of a proposed change by it. */
export const PROPOSAL_SCHEME = 'endpoint-chat-proposal';

/** Whose the bars of a proposed change are, and the box that asks for one. package.json shows their buttons by it. */
export const EDIT_COMMENTS = 'endpoint-chat-edits';

/** What stands behind buttons only. Each asks the user before it changes anything. */
export const INTERNAL_COMMANDS = {
  useAddress: 'endpointChat.internal.useAddress',
  allowPlainHttp: 'endpointChat.internal.allowPlainHttp',
  sendWithoutToken: 'endpointChat.internal.sendWithoutToken',
} as const;

/** What the conditions in package.json ask for. Each is set by `setContext`, and counts as false before that. */
export const CONTEXT_KEYS = {
  busy: 'endpointChat.busy',
  hasEndpoint: 'endpointChat.hasEndpoint',
  /** A question was asked in this window: a step of the walkthrough is done. */
  hasAsked: 'endpointChat.hasAsked',
  /** A completion is being written into an editor. */
  completing: 'endpointChat.completing',
  /** There is text of a completion that can still be kept or taken back. */
  completionPending: 'endpointChat.completionPending',
  /** The cursor is at a completion that is being written or can be taken back: only there do its keys mean it. */
  atCompletion: 'endpointChat.atCompletion',
  /** A commit message is being written: its button stops it, and so does Esc in the box. */
  writingCommitMessage: 'endpointChat.writingCommitMessage',
  /** A model is asked for a change to the code at the cursor, so Esc stops it. */
  atEdit: 'endpointChat.atEdit',
  /** The tab in front shows a proposed change. */
  proposing: 'endpointChat.proposing',
  /** … that can be refined, and that others came before or after. */
  canAskAgain: 'endpointChat.canAskAgain',
  hasEarlier: 'endpointChat.hasEarlier',
  hasLater: 'endpointChat.hasLater',
} as const;

/** What the name of each of our settings begins with, up to the first point. */
export const SETTINGS_SECTION = 'endpointChat';
/** The names of our settings below the section, as package.json declares them. */
export const SETTINGS = {
  endpoints: 'endpoints',
  systemPrompt: 'systemPrompt',
  sendOn: 'chat.sendOn',
  fontSize: 'chat.fontSize',
  historyEnable: 'history.enable',
  suggestTitles: 'history.suggestTitles',
  maxFileKilobytes: 'context.maxFileKilobytes',
  instructionFiles: 'context.instructionFiles',
  inlineEnable: 'inlineCompletion.enable',
  inlineLanguages: 'inlineCompletion.languages',
} as const;
