import type { ContextKind } from '../shared/viewState';
import type { ChatErrorDetails } from './errors';

/** The vocabulary of a chat. Everything else in core, and the door to the page, is said in these words. */

/** Who says it. No entry of a conversation is of `system`: that is put before them in a request. */
export type Role = 'system' | 'user' | 'assistant';

/** Words of the user, or of the model. */
export interface TextPart {
  readonly type: 'text';
  readonly text: string;
}

/** Text that the user sends along: a selection or a file. Wires render it as a fenced block before the user's words. */
export interface FilePart {
  readonly type: 'file';
  /** Path relative to the workspace, or the file's name outside one. */
  readonly name: string;
  /** VS Code's language id, such as `typescript`. */
  readonly language: string;
  readonly text: string;
  /** One-based first and last line, when the part is a piece of the file. */
  readonly lines?: readonly [first: number, last: number];
  /** What the editor reports about it, in a line each: sent right below it. */
  readonly problems?: readonly string[];
  /** The URI of the document, where it came from one. Only the host reads it: it is neither sent nor shown. */
  readonly source?: string;
  /** What it is where it is no file: how its chip says it. The model reads name and text. */
  readonly context?: PartContext;
}

/** Something other than a file that goes along as text: names, problems, changes, words of a terminal, or a symbol. */
export interface PartContext {
  readonly kind: ContextKind;
  /** In the user's language. */
  readonly label: string;
  readonly detail?: string;
}

/** All words of a file's part: its text, and what is reported about it. */
export function fileWords({ text, problems = [] }: FilePart): string {
  return [text, ...problems].join('\n');
}

/** An image that the user sends along, sized down already. */
export interface ImagePart {
  readonly type: 'image';
  readonly name: string;
  readonly mediaType: ImageType;
  /** Base64. */
  readonly data: string;
  /** A small picture of it, as a data URL. */
  readonly thumbnail?: string;
}

/** The formats that every model that sees can read. */
export type ImageType = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';

/** What a question is made of: words, and what goes along with them. */
export type Part = TextPart | FilePart | ImagePart;

/** A tool that an earlier answer called. Only callers that run tools send these; a conversation of ours has none. */
export interface ToolCallPart {
  readonly type: 'toolCall';
  readonly call: ToolCall;
}

/** What a tool gave back for the call with this id. */
export interface ToolResultPart {
  readonly type: 'toolResult';
  readonly callId: string;
  readonly content: readonly (TextPart | ImagePart)[];
}

/** What a message of a request is made of: callers that run tools add theirs. */
export type MessagePart = Part | ToolCallPart | ToolResultPart;

/** A message as a server gets it. */
export interface Message {
  readonly role: Role;
  readonly parts: readonly MessagePart[];
}

/** A tool that the model may call. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  /** The JSON schema of its arguments. */
  readonly parameters: object;
}

/** The values that the user set for a model. What is not set is not sent: the server's default holds. */
export type Parameters = Readonly<Record<string, unknown>>;

/** What a model is asked, in the words of no protocol yet. A wire tells as text, or leaves out, what its protocol cannot say. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly Message[];
  readonly parameters: Parameters;
  /** Ask for the answer as it is written. The envelope protocol has no such thing and answers at once. */
  readonly stream: boolean;
  /** The envelope protocol knows none; there, calls and results of the history are told as text. */
  readonly tools?: readonly Tool[];
  /** `required`: the model must call one of them. It may do as it likes otherwise. */
  readonly toolChoice?: 'auto' | 'required';
  /** What the messages ask for is text between these. A model that can fill in is asked that way, where its server lets it. */
  readonly fill?: FillIn;
  /** Not a word of it may be in a log, whatever its level. */
  readonly isPrivate?: boolean;
}

/** The text before and after the place where some is wanted. */
export interface FillIn {
  readonly before: string;
  readonly after: string;
}

/** Tokens of a request and of its answer, as the server has counted them. */
export interface Usage {
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}

/** Why the model ended: by itself, at its token limit, by a filter, to call a tool, or for a reason of the server's own. */
export type FinishReason = 'stop' | 'length' | 'contentFilter' | 'toolCalls' | 'other';

/** A tool that the model wants to be called. `arguments` is JSON as the model wrote it. Untrusted. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/**
 * Where a request stands while nothing can be read yet.
 *
 * - `connecting`: the connection is being made
 * - `waiting`: the question is sent; a model may think for minutes before its first word
 * - `silent`: the answer has begun, and then nothing more came for a while
 * - `retry`: refused for now; asked again in `seconds`. `attempt` is the one that will follow, of `attempts` in all
 */
export type Progress =
  | { readonly phase: 'connecting' | 'waiting' | 'silent'; readonly seconds: number }
  | {
      readonly phase: 'retry';
      readonly seconds: number;
      readonly attempt: number;
      readonly attempts: number;
      readonly error: ChatErrorDetails;
    };

/**
 * What happens while an answer is written. Failures are thrown as `ChatError`, never sent as events.
 *
 * Text that arrives together is one event, however many pieces the server made of it. A `toolCall` comes whole, once its
 * fragments are complete. `word` is the server's own word for an ending that has no name here. `filling` comes before the
 * text of a model that fills in: it stands exactly between what is before and after it.
 */
export type ChatEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'filling' }
  | { readonly type: 'toolCall'; readonly call: ToolCall }
  | { readonly type: 'usage'; readonly usage: Usage }
  | { readonly type: 'finish'; readonly reason: FinishReason; readonly word?: string }
  | { readonly type: 'progress'; readonly progress: Progress };

/** A model as its server describes it. What a server does not tell is left out. */
export interface ModelInfo {
  readonly id: string;
  /** Tokens that the model can read and write in one conversation. */
  readonly contextWindow?: number;
  readonly maxOutputTokens?: number;
  /** Reads images. */
  readonly vision?: boolean;
  /** Calls tools. */
  readonly tools?: boolean;
}

/** Tokens that an image costs at most, by what the large providers say of theirs; about, where its pixels are not known. */
export const MOST_IMAGE_TOKENS = 1600;
