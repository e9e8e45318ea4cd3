import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ChatRequest, ImagePart, Message, MessagePart, Role, Tool } from '../../../../src/core/chat';
import { arrayField, field } from '../../../../src/core/unknown';
import { envelope } from '../../../../src/core/wire/envelope';
import { openai } from '../../../../src/core/wire/openai';
import { withoutTools } from '../../../../src/core/wire/tools';
import { never } from '../client/clientSetup';
import { completion } from './chunks';
import { memoryHttp } from './memoryHttp';

const image: ImagePart = { type: 'image', name: 'chart.png', mediaType: 'image/png', data: 'AAAA' };
const imageUrl = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const weather: Tool = { name: 'weather', description: 'The weather in a city', parameters: schema };
const call = { id: 'a', name: 'weather', arguments: '{"city":"Oslo"}' };

function message(role: Role, ...parts: readonly (MessagePart | string)[]): Message {
  return { role, parts: parts.map(part => (typeof part === 'string' ? { type: 'text', text: part } : part)) };
}
const calling = (id = 'a'): MessagePart => ({ type: 'toolCall', call: { ...call, id } });
function result(callId: string, ...content: readonly (string | ImagePart)[]): MessagePart {
  return {
    type: 'toolResult',
    callId,
    content: content.map(p => (typeof p === 'string' ? { type: 'text', text: p } : p)),
  };
}

/** What a wire sends for a request. */
async function bodyOf(wire: typeof openai, more: Partial<ChatRequest>): Promise<unknown> {
  const answer = wire === openai ? completion({ content: 'ok' }) : { code: 0, result: { answer: 'ok' } };
  const http = memoryHttp({
    status: 200,
    headers: { 'content-type': 'application/json' },
    pieces: [Buffer.from(JSON.stringify(answer))],
    ending: 'end',
  });
  const request = { model: 'm', messages: [], parameters: {}, stream: false, ...more };
  for await (const _event of wire.chat(http, request, never, new Set()));
  return http.bodies[0];
}

const messagesOf = async (...messages: readonly Message[]): Promise<unknown> =>
  field(await bodyOf(openai, { messages }), 'messages');

describe('tools on the OpenAI wire', () => {
  const wiredCall = { id: 'a', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } };

  it('are named with their schema, and a choice only where the model must call one', async () => {
    const messages = [message('user', 'Hi')];
    const wired = {
      type: 'function',
      function: { name: 'weather', description: 'The weather in a city', parameters: schema },
    };
    const body = { model: 'm', messages: [{ role: 'user', content: 'Hi' }], stream: false };
    assert.deepEqual(await bodyOf(openai, { messages, tools: [weather] }), { ...body, tools: [wired] });
    assert.deepEqual(await bodyOf(openai, { messages, tools: [weather], toolChoice: 'auto' }), {
      ...body,
      tools: [wired],
    });
    assert.deepEqual(await bodyOf(openai, { messages, tools: [weather], toolChoice: 'required' }), {
      ...body,
      tools: [wired],
      tool_choice: 'required',
    });
    assert.deepEqual(await bodyOf(openai, { messages, tools: [], toolChoice: 'required' }), body);
  });

  it('leave a chat without tools as it was, to the byte', async () => {
    const messages = [message('system', 'Be brief.'), message('user', image, 'What?'), message('assistant', 'This.')];
    const body = await bodyOf(openai, { messages, parameters: { temperature: 0 } });
    assert.equal(
      JSON.stringify(body),
      '{"temperature":0,"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":' +
        '[{"type":"text","text":"What?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},' +
        '{"role":"assistant","content":"This."}],"stream":false}',
    );
  });

  it('that were called stand beside the words, or beside null where there are none', async () => {
    assert.deepEqual(
      await messagesOf(message('assistant', 'Let me see.', calling()), message('user', result('a', '4 °C'))),
      [
        { role: 'assistant', content: 'Let me see.', tool_calls: [wiredCall] },
        { role: 'tool', tool_call_id: 'a', content: '4 °C' },
      ],
    );
    assert.deepEqual(await messagesOf(message('assistant', calling(), calling('b'))), [
      { role: 'assistant', content: null, tool_calls: [wiredCall, { ...wiredCall, id: 'b' }] },
    ]);
  });

  it('have their results right behind the calls; what else was said, and images, come after the last of them', async () => {
    assert.deepEqual(
      await messagesOf(
        message('assistant', calling(), calling('b')),
        message('user', 'Go on', result('a', 'cold', image)),
        message('user', result('b', '')),
        message('assistant', 'Done.'),
      ),
      [
        { role: 'assistant', content: null, tool_calls: [wiredCall, { ...wiredCall, id: 'b' }] },
        { role: 'tool', tool_call_id: 'a', content: 'cold\n\n[Image: chart.png]' },
        { role: 'tool', tool_call_id: 'b', content: '' },
        { role: 'user', content: [{ type: 'text', text: '[Images of the tool call a]\n\nGo on' }, imageUrl] },
        { role: 'assistant', content: 'Done.' },
      ],
    );
  });

  const words = fc.string({ minLength: 1, unit: 'grapheme' }).map((text): MessagePart => ({ type: 'text', text }));
  const id = fc.constantFrom('a', 'b', 'c');
  const anyCall = fc.record({
    type: fc.constant('toolCall' as const),
    call: fc.record({ id, name: id, arguments: fc.json() }),
  });
  const anyResult = fc.record({
    type: fc.constant('toolResult' as const),
    callId: id,
    content: fc.array(
      fc.oneof(fc.constant(image), fc.record({ type: fc.constant('text' as const), text: fc.string() })),
    ),
  });
  const history: fc.Arbitrary<Message[]> = fc.array(
    fc.oneof(
      fc.record({ role: fc.constant('user' as const), parts: fc.array(fc.oneof(words, anyResult), { minLength: 1 }) }),
      fc.record({
        role: fc.constant('assistant' as const),
        parts: fc.array(fc.oneof(words, anyCall), { minLength: 1 }),
      }),
    ),
  );

  it('lose no call, no result and no word of any history', async () => {
    await fc.assert(
      fc.asyncProperty(history, async messages => {
        const wired = arrayField(await bodyOf(openai, { messages }), 'messages');
        const parts = messages.flatMap(message => message.parts);
        const ids = (list: readonly unknown[], name: string) => list.map(entry => field(entry, name));
        assert.deepEqual(
          ids(
            wired.flatMap(entry => arrayField(entry, 'tool_calls')),
            'id',
          ),
          parts.flatMap(part => (part.type === 'toolCall' ? [part.call.id] : [])),
        );
        assert.deepEqual(
          ids(
            wired.filter(entry => field(entry, 'role') === 'tool'),
            'tool_call_id',
          ),
          parts.flatMap(part => (part.type === 'toolResult' ? [part.callId] : [])),
        );
        const contents = wired
          .flatMap(entry => [field(entry, 'content')].flat())
          .map(part => field(part, 'text') ?? part);
        for (const part of parts)
          if (part.type === 'text') assert.ok(contents.some(content => String(content).includes(part.text)));
      }),
    );
  }).timeout(20_000);

  /** How many tools each answer calls, and what is said beside each result. */
  const turns = fc.array(fc.array(fc.option(words, { nil: undefined }), { minLength: 1, maxLength: 4 }), {
    minLength: 1,
  });

  it('have nothing between the calls and their results, however these are spread over messages', async () => {
    await fc.assert(
      fc.asyncProperty(turns, async said => {
        const messages = said.flatMap(beside => [
          message('assistant', ...beside.map((_, index) => calling(`${index}`))),
          ...beside.map((text, index) => message('user', ...(text ? [text] : []), result(`${index}`, 'done'))),
        ]);
        const wired = arrayField(await bodyOf(openai, { messages }), 'messages');
        for (const [index, entry] of wired.entries()) {
          const { length } = arrayField(entry, 'tool_calls');
          const after = wired.slice(index + 1, index + 1 + length).map(next => field(next, 'tool_call_id'));
          assert.deepEqual(
            after,
            Array.from({ length }, (_, number) => `${number}`),
          );
        }
      }),
    );
  }).timeout(20_000);
});

describe('tools where a model or a protocol has none', () => {
  const messages = [
    message('user', 'How is the weather?'),
    message('assistant', 'Let me see.', calling()),
    message('user', result('a', '4 °C', image)),
  ];
  const told = [
    { role: 'user', content: 'How is the weather?' },
    { role: 'assistant', content: 'Let me see.\n\n[Called the tool weather (a) with {"city":"Oslo"}]' },
    { role: 'user', content: '[Result of the tool call a]\n4 °C\n\n[Image: chart.png]' },
  ];

  it('are not sent on the envelope wire, and the history is told as text', async () => {
    const body = await bodyOf(envelope, { messages, tools: [weather], toolChoice: 'required' });
    assert.deepEqual(body, { model: 'm', messages: told });
  });

  it('are not sent to a model that has none, and its images stay', async () => {
    const request = { model: 'm', messages, parameters: {}, stream: false, tools: [weather] };
    const body = await bodyOf(openai, withoutTools(request));
    const [question, answer, last] = told;
    const seen = { role: 'user', content: [{ type: 'text', text: `${last?.content}` }, imageUrl] };
    assert.deepEqual(body, { model: 'm', messages: [question, answer, seen], stream: false });
  });
});
