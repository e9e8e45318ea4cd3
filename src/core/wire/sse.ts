import { createParser, type EventSourceMessage } from 'eventsource-parser';

/**
 * The server-sent events of a body. Beyond the specification, an event at the end of the body counts without the blank
 * line that should close it: servers and proxies leave it out, and it often carries the finish reason.
 */
export async function* serverSentEvents(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<EventSourceMessage, void, undefined> {
  let events: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: event => events.push(event) });
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    const arrived = events;
    events = [];
    yield* arrived;
  }
  parser.feed(`${decoder.decode()}\n\n`);
  yield* events;
}
