import { createParser, type ParseError } from 'eventsource-parser';
import { isRecord, parseJson } from '../unknown';
import type { RecordReader, ReplyRecord } from './records';
import { tooLarge } from './replies';

/** Characters of one event. Whatever is longer is no delta. */
export const MAX_EVENT = 8 * 1024 * 1024;

/**
 * Reads server-sent events. Beyond the specification, an event at the end of the text counts without the blank line that
 * should close it: servers and proxies leave it out, and it often carries the finish reason.
 */
export function createEventReader(): RecordReader {
  let records: ReplyRecord[] = [];
  let overflown = false;
  let stray: string | undefined;
  let begun = false;
  let endedInReturn = false;
  const parser = createParser({
    onEvent: event => records.push(event),
    onError: error => {
      overflown ||= error.type === 'max-buffer-size-exceeded';
      stray ??= error.line;
      const record = strayRecord(error);
      if (record) records.push(record);
    },
    maxBufferSize: MAX_EVENT,
  });

  /** A parser that looks for both kinds of line ends takes a time that grows with the square of what it is fed. */
  function withLineFeeds(text: string): string {
    const rest = endedInReturn && text.startsWith('\n') ? text.slice(1) : text;
    if (text !== '') endedInReturn = text.endsWith('\r');
    return rest.includes('\r') ? rest.replace(/\r\n?/g, '\n') : rest;
  }

  function read(text: string, take: (records: readonly ReplyRecord[]) => void): void {
    records = [];
    parser.feed(withLineFeeds(text));
    begun ||= records.length > 0;
    take(records);
  }

  return {
    read(text, take) {
      read(text, take);
      if (overflown) throw tooLarge();
    },
    end(take) {
      if (!overflown) read('\n\n', take);
      // Words that only call themselves a stream.
      if (!begun && stray !== undefined) take([{ data: stray }]);
    },
  };
}

/** An error that is no event: a field of that name (llama.cpp until 2025), or a bare line of JSON behind comments. */
function strayRecord({ type, field, value, line = '' }: ParseError): ReplyRecord | undefined {
  if (type !== 'unknown-field') return undefined;
  if (field === 'error') return { event: 'error', data: value ?? '' };
  return isRecord(parseJson(line)) ? { data: line } : undefined;
}
