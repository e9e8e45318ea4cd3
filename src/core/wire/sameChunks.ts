import { isRecord, parseJson, type UnknownRecord } from '../unknown';

/** What a piece of an answer says: a part of the answer itself, or of the thinking before it. */
export interface Words {
  readonly type: 'text' | 'reasoning';
  readonly text: string;
}

/** Takes words in the order in which they were written; several of one kind may follow each other. */
export type Say = (type: Words['type'], text: string) => void;

/** How often a chunk is learned in vain: after that no more is compared. Some servers write something new into every chunk. */
const PATIENCE = 8;

/**
 * Most chunks of an answer differ from the one before in their words alone. Those are read from between what stays the same,
 * for a quarter of what it costs to parse the whole. `wordsOf` tells the words of a chunk that says nothing else.
 */
export function createSameChunks(wordsOf: (chunk: UnknownRecord) => Words | undefined): {
  /** Says the words of a chunk, if it is the same as the one that was learned but for them. */
  readonly read: (data: string, say: Say) => boolean;
  /** Learns from a chunk that had to be parsed. */
  readonly learn: (data: string, chunk: UnknownRecord) => void;
} {
  let before: string | undefined;
  let behind = '';
  let type: Words['type'] = 'text';
  let patience = PATIENCE;

  function read(data: string, say: Say): boolean {
    if (before === undefined || data.slice(0, before.length) !== before) return false;
    // Not `endsWith`, which takes twice as long.
    if (data.slice(data.length - behind.length) !== behind) return false;
    // One string of JSON and nothing else, or it does not parse.
    const words = parseJson(data.slice(before.length, data.length - behind.length));
    if (typeof words !== 'string' || words === '') return false;
    patience = PATIENCE;
    say(type, words);
    return true;
  }

  function learn(data: string, chunk: UnknownRecord): void {
    const words = patience > 0 ? wordsOf(chunk) : undefined;
    if (!words) return;
    patience--;
    const json = JSON.stringify(words.text);
    const at = data.indexOf(json);
    before = undefined;
    if (patience === 0 || at < 0) return;
    const [start, end] = [data.slice(0, at), data.slice(at + json.length)];
    // The same text may stand elsewhere, too: with another one in this place, that must be what the chunk says.
    const other = parseJson(`${start}${JSON.stringify(`${words.text}.`)}${end}`);
    const said = isRecord(other) ? wordsOf(other) : undefined;
    if (said?.type !== words.type || said.text !== `${words.text}.`) return;
    ({ type } = words);
    before = start;
    behind = end;
  }

  return { read, learn };
}
