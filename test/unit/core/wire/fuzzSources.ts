import type { Protocol } from '../../../../src/core/endpoints/endpoints';
import { arrayField, field, parseJson, stringField } from '../../../../src/core/unknown';
import { readRecording } from '../../../support/recordings';
import { sse } from '../../../support/scriptedReply';
import { COUNTED, chunk, completion, DONE, ndjson, STOP, says } from './chunks';

/** A valid reply, to be damaged. */
export interface Source {
  readonly protocol: Protocol;
  readonly contentType: string;
  /** What can be taken apart: events with the blank line behind them, or lines. Together they are the body. */
  readonly events: readonly Buffer[];
}

function source(contentType: string, events: readonly string[], protocol: Protocol = 'openai'): Source {
  return { protocol, contentType, events: events.map(event => Buffer.from(event)) };
}

const stream = (...events: readonly string[]): Source => source('text/event-stream', events);
const saying = (text: string): readonly string[] => text.split('|').map(piece => sse(says(piece)));
const ending = [sse(STOP), sse({ choices: [], usage: COUNTED }), sse(DONE)];

/** The beginning of a recorded stream: enough for every kind of event that is in it. */
function recorded(name: string): Source {
  const text = Buffer.from(readRecording(name).body).toString();
  return stream(...text.split(/(?<=\n\n)/).slice(0, 12));
}

function envelope(body: unknown, asStream = false): Source {
  return asStream
    ? source('text/event-stream', [': hello\n\n', sse(body), sse(DONE)], 'envelope')
    : source('application/json', [JSON.stringify(body)], 'envelope');
}

const success = {
  code: 0,
  message: 'success',
  result: { answer: 'Hello you', usage: { ...COUNTED, finish_reason: 'stop' } },
};

export const SOURCES: readonly Source[] = [
  ...['aimock-stream-usage', 'aimock-think-stream', 'aimock-cut-stream', 'llamanew-stream-usage'].map(recorded),
  ...['llamanew-utf8-stream', 'llamanew-logprobs-stream', 'llamanew-reasoning-stream'].map(recorded),
  stream(...saying('Hel|lo |é€한😀|, you'), ...ending),
  stream(...saying('<th|ink>Two and two|.</thi|nk>\n\n|Four|.'), ...ending),
  stream(': ping\n\n', ...saying('Hel|lo'), 'event: ping\ndata: {}\n\n', ...saying(' you'), ...ending),
  stream(...[...saying('Hel|lo| you'), ...ending].map(event => event.replaceAll('\n', '\r\n'))),
  stream(...[...saying('Hel|lo| you'), ...ending].map(event => event.replaceAll('\n', '\r'))),
  stream(
    ...saying('Let me see.'),
    sse(chunk({ tool_calls: [{ index: 0, id: 'a', function: { name: 'weather', arguments: '{"city"' } }] })),
    sse(chunk({ tool_calls: [{ index: 0, function: { arguments: ':"Oslo"}' } }] })),
    sse(chunk({}, 'tool_calls'), DONE),
  ),
  stream(...saying('Hel|lo'), sse({ error: { message: 'out of memory', code: 500 } })),
  source(
    'application/x-ndjson',
    [says('Hel'), says('lo'), says(' you'), STOP].map(value => ndjson(value)),
  ),
  source('application/json', [JSON.stringify(completion({ content: 'Hello', reasoning_content: 'Hm.' }))]),
  envelope(success),
  envelope(success, true),
  envelope({ code: 1001, message: 'Insufficient coins', result: null }),
];

/** What the first `count` events say, read in another way than the wires do. What may be half a tag is left out. */
export function saidBy({ events }: Source, count: number): { readonly text: string; readonly reasoning: string } {
  const deltas = events.slice(0, count).flatMap(event => {
    const value = parseJson(event.toString().replace(/^data: /, ''));
    return arrayField(value, 'choices').map(choice => field(choice, 'delta'));
  });
  const join = (name: string): string => deltas.map(delta => stringField(delta, name) ?? '').join('');
  const content = join('content');
  const separate = join('reasoning_content');
  if (!content.startsWith('<')) return { text: content, reasoning: separate };
  const thinking = /^<think>([^<]*)(?:<\/think>\s*([\s\S]*))?/.exec(content);
  return { text: thinking?.[2] ?? '', reasoning: thinking?.[1] ?? '' };
}
