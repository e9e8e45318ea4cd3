import assert from 'node:assert/strict';
import { type PracticeServer, startPracticeServer } from '../../support/practiceServer';
import { listRecordings, readRecording, recording } from '../../support/recordings';
import { chunked, everyByte } from '../../support/scriptedReply';
import { exchangeWith } from './exchangeWith';

describe('recordings', () => {
  // The largest make 143,000 chunks.
  let server: PracticeServer;

  before(async () => {
    server = await startPracticeServer();
  });
  after(() => server.close());

  it('are found, and only those of broken streams are cut', () => {
    const names = listRecordings();
    assert.ok(names.length >= 23);
    const cut = names.filter(name => readRecording(name).cut);
    assert.deepEqual(cut, ['aimock-cut-stream', 'llamanew-killed-midstream']);
  });

  it('keep their head, but not how they were framed', () => {
    const { status, headers } = readRecording('aimock-429-stream');
    assert.equal(status, 429);
    assert.deepEqual(headers['Retry-After'], ['1']);
    assert.equal(headers['Transfer-Encoding'], undefined);
    assert.equal(headers['Keep-Alive'], undefined);
  });

  for (const name of listRecordings()) {
    it(`replay ${name} byte for byte, whole and in pieces`, async () => {
      const { status, headers, body, cut } = readRecording(name);
      for (const reply of [
        recording(name),
        recording(name, everyByte),
        recording(name, bytes => chunked(bytes, [1, 700, 13])),
      ]) {
        server.script(reply);
        const received = await exchangeWith(server.url);
        assert.equal(received.status, status);
        assert.equal(received.headers['content-type'], [headers['Content-Type']].flat()[0]);
        assert.ok(received.body.equals(body));
        assert.equal(received.failure, cut ? 'ECONNRESET' : undefined);
      }
    });
  }
});
