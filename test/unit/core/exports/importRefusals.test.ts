import assert from 'node:assert/strict';
import { conversationOf, data, everything, imported, problemOf, simple } from './importSetup';

describe('what is refused', () => {
  it('is JSON of something else', () => {
    for (const value of [null, 1, 'x', [], {}, { format: 'chat' }, { messages: [] }, [data()]]) {
      assert.equal(problemOf(value), 'foreign', JSON.stringify(value));
    }
  });

  it('is a newer version, whatever else it says', () => {
    assert.equal(problemOf({ format: 'endpoint-chat-conversation', version: 2, turns: [] }), 'newerVersion');
  });

  it('is a conversation that lacks a field, or has something else in it', () => {
    for (const name of ['version', 'createdAt', 'entries', 'chosen', 'hidden']) {
      for (const value of [
        ...(name === 'hidden' ? [] : [undefined]),
        null,
        {},
        'x',
        -1,
        ...(name === 'version' ? [] : [1e300]),
      ])
        assert.equal(problemOf({ ...data(), [name]: value }), 'damaged', name);
    }
    assert.equal(problemOf({ ...data(), entries: [] }), 'damaged');
  });

  it('is an entry with an id that is none, or is there twice, or that follows a later one', () => {
    const entry = { role: 'user', id: 'q1', after: '', parts: [] };
    for (const entries of [
      [{ ...entry, id: '__proto__' }],
      [{ ...entry, id: '' }],
      [{ ...entry, id: 'x'.repeat(101) }],
      [entry, entry],
      [{ ...entry, after: 'q1' }],
      [{ ...entry, after: 'nowhere' }],
      [
        { ...entry, after: 'q2' },
        { ...entry, id: 'q2', after: 'q1' },
      ],
    ]) {
      assert.equal(problemOf({ ...data(), entries }), 'damaged', JSON.stringify(entries));
    }
  });

  it('is a picture that is an address, or no picture', () => {
    const image = { type: 'image', name: 'a.png', mediaType: 'image/png', data: 'AAAA' };
    const withPart = (part: object): object => ({
      ...data(),
      entries: [{ role: 'user', id: 'q1', after: '', parts: [part] }],
    });
    assert.equal(problemOf(withPart(image)), 'none');
    assert.equal(problemOf(withPart({ ...image, thumbnail: 'https://example.com/a.png' })), 'damaged');
    assert.equal(problemOf(withPart({ ...image, mediaType: 'image/svg+xml' })), 'damaged');
    assert.equal(problemOf(withPart({ ...image, data: 'a"><script>' })), 'damaged');
  });

  it('is more than anyone has said, before it is put in order', () => {
    const entries = Array.from({ length: 30_000 }, (_none, index) => ({
      role: 'user',
      id: `q${index}`,
      after: '',
      parts: [],
    }));
    assert.equal(problemOf({ ...data(), entries }), 'tooLarge');
    assert.equal(problemOf({ ...data(), chosen: Array.from({ length: 3000 }, () => 'q1') }), 'tooLarge');
  });
});

describe('what is in a file besides', () => {
  it('is left where it is: other fields, and names that every object has', () => {
    const hostile: unknown = JSON.parse(
      JSON.stringify({ ...data(), more: { a: 1 } }).replace(
        '"more"',
        '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"more"',
      ),
    );
    const copy = conversationOf(imported(hostile));
    assert.deepEqual(everything(copy), everything(simple));
    assert.equal(Reflect.get({}, 'polluted'), undefined);
    assert.deepEqual(Object.keys(copy).toSorted(), ['aside', 'branches', 'createdAt', 'entries', 'id']);
  });

  it('tells no button what to do: no address to take, no origin for a token, no file to write', () => {
    const error = {
      kind: 'config',
      message: 'm',
      suggestedUrl: 'https://evil.example',
      tokenOrigin: 'https://evil.example',
    };
    const answer = {
      role: 'assistant',
      id: 'a1',
      after: '',
      endpoint: 'E',
      model: 'M',
      text: '',
      reasoning: '',
      status: 'failed',
      askedAt: 1,
      error,
    };
    const file = { type: 'file', name: 'a', language: '', text: '', source: 'file:///home/someone/.bashrc' };
    const question = { role: 'user', id: 'q1', after: 'a1', parts: [file] };
    const copy = conversationOf(imported({ ...data(), entries: [answer, question] }));
    assert.doesNotMatch(JSON.stringify(copy), /evil|bashrc/);
  });

  it('is a title of one line that can be read, whatever it was', () => {
    const title = `  Two\nlines \u202e\u0007 ${'x'.repeat(500_000)}`;
    const { label } = conversationOf(imported({ ...data(), label: { title } }));
    assert.match(label?.title ?? '', /^Two lines x{190}$/);
    assert.equal(conversationOf(imported({ ...data(), label: { title: ' \n' } })).label, undefined);
  });
});
