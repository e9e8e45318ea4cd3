import { StringDecoder } from 'node:string_decoder';
import { isRecord, parseJson } from '../unknown';
import { tooLarge } from './replies';
import { createEventReader, MAX_EVENT } from './sse';

/** One piece of a reply: the data of an event, a line of JSON, or all of it. */
export interface ReplyRecord {
  readonly data: string;
  /** The event's name, where it has one. */
  readonly event?: string | undefined;
}

type Take = (records: readonly ReplyRecord[]) => void;

/** Takes a text apart as it comes. Gives out what is complete; what throws is thrown after that. */
export interface RecordReader {
  read(text: string, take: Take): void;
  end(take: Take): void;
}

/** Characters that are looked at to tell what a reply is; as many as browsers look at. */
const SNIFF = 512;

const BYTE_ORDER_MARK = /^\uFEFF/;
const EVENT_FIELD = /^(data|event|id|retry)?:/;
const PART_OF_EVENT_FIELD = /^(d(a(ta?)?)?|e(v(e(nt?)?)?)?|i(d)?|r(e(t(ry?)?)?)?)?$/;

/**
 * Reads the bytes of a reply, whatever its form: server-sent events, a line of JSON each (NDJSON), or one JSON text. What
 * stands in it counts, not its content type: gateways send streams as `text/plain`, and errors in JSON as
 * `text/event-stream`. A text that is none of these comes as one record.
 */
export function createReplyReader(contentType: string): {
  readonly read: (bytes: Uint8Array, take: Take) => void;
  readonly end: (take: Take) => void;
} {
  // Not `TextDecoder`, whose strings take two bytes for each character: to read them on costs twice as much.
  const decoder = new StringDecoder('utf8');
  let reader: RecordReader | undefined;
  let head = '';

  function read(text: string, isEnd: boolean, take: Take): void {
    if (reader) {
      reader.read(text, take);
      return;
    }
    head += text;
    reader = readerFor(head.trimStart(), contentType, isEnd || head.length > SNIFF);
    if (reader) reader.read(head.replace(BYTE_ORDER_MARK, ''), take);
  }

  return {
    read: (bytes, take) => read(decoder.write(bytes), false, take),
    end(take) {
      read(decoder.end(), true, take);
      reader?.end(take);
    },
  };
}

/** What a reply is, by how it begins; undefined while that cannot be told. */
function readerFor(start: string, contentType: string, isFinal: boolean): RecordReader | undefined {
  if (/^[{[<"]/.test(start)) return createLineReader();
  if (EVENT_FIELD.test(start)) return createEventReader();
  if (!isFinal && PART_OF_EVENT_FIELD.test(start)) return undefined;
  return contentType.includes('text/event-stream') ? createEventReader() : createLineReader();
}

/** One record for each line when the first line is JSON by itself; otherwise the whole text is one. */
function createLineReader(): RecordReader {
  let rest = '';
  let inLines: boolean | undefined;
  return {
    read(text, take) {
      rest += text;
      if (inLines === false || !text.includes('\n')) return;
      const complete = rest.slice(0, rest.lastIndexOf('\n')).split('\n').filter(isNotBlank);
      inLines ??= complete[0] === undefined ? undefined : isRecord(parseJson(complete[0]));
      if (inLines === false) return;
      // Blank lines go too: some servers send nothing else for minutes.
      rest = rest.slice(rest.lastIndexOf('\n') + 1);
      if (rest.length > MAX_EVENT) throw tooLarge();
      take(complete.map(line => ({ data: line.trim() })));
    },
    end(take) {
      if (isNotBlank(rest)) take([{ data: rest.trim() }]);
    },
  };
}

function isNotBlank(text: string): boolean {
  return text.trim() !== '';
}
