import assert from 'node:assert/strict';
import { createOriginMemory } from '../../../../src/core/endpoints/originMemory';
import { memoryMemento } from '../../../support/memoryMemento';

const A = 'https://a.example';
const B = 'https://b.example';

describe('originMemory', () => {
  it('knows where the token of an endpoint went last, in the next window too', async () => {
    const memento = memoryMemento();
    const origins = createOriginMemory(memento);
    assert.equal(origins.tokenOrigin('One'), undefined);
    origins.noteToken('One', A);
    origins.noteToken('Two', A);
    origins.noteToken('One', B);
    const next = createOriginMemory(memento);
    assert.deepEqual([next.tokenOrigin('One'), next.tokenOrigin('Two')], [B, A]);
    await next.forgetEndpoint('One');
    assert.deepEqual([origins.tokenOrigin('One'), origins.tokenOrigin('Two')], [undefined, A]);
  });

  it('knows where the keys in the headers of an endpoint went last, apart from its token', async () => {
    const memento = memoryMemento();
    const origins = createOriginMemory(memento);
    origins.noteKey('One', A);
    origins.noteToken('One', B);
    assert.deepEqual([origins.keyOrigin('One'), origins.tokenOrigin('One')], [A, B]);
    await origins.forgetToken(A);
    assert.equal(createOriginMemory(memento).keyOrigin('One'), A, 'a token that is removed is no header');
    await origins.forgetEndpoint('One');
    assert.deepEqual([origins.keyOrigin('One'), origins.tokenOrigin('One')], [undefined, undefined]);
  });

  it('goes along with a new name, and forgets who had that one', async () => {
    const origins = createOriginMemory(memoryMemento());
    origins.noteToken('One', A);
    origins.noteKey('Two', B);
    await origins.rename({ from: 'One', to: 'Two' });
    assert.deepEqual([origins.tokenOrigin('Two'), origins.keyOrigin('Two')], [A, undefined]);
    assert.equal(origins.tokenOrigin('One'), A, 'until the setting is written');
  });

  it('misses nothing, and allows nothing, once the user has removed the token of an origin', async () => {
    const origins = createOriginMemory(memoryMemento());
    origins.noteToken('One', A);
    origins.noteToken('Two', B);
    await origins.setPlainHttp([A, B]);
    await origins.forgetToken(A);
    assert.deepEqual([origins.tokenOrigin('One'), origins.tokenOrigin('Two')], [undefined, B]);
    assert.deepEqual(origins.plainHttp(), [B]);
  });

  it('tells of each origin once that words go there for the first time, and never of this machine', () => {
    const memento = memoryMemento();
    const origins = createOriginMemory(memento);
    assert.ok(origins.isFirst(`${A}/v1/chat`));
    origins.noteSent(`${A}/v1/chat`);
    assert.ok(!createOriginMemory(memento).isFirst(`${A}/v2/other`));
    for (const other of [`${A}:8443`, 'http://a.example', B]) assert.ok(origins.isFirst(other), other);
    for (const here of ['http://localhost:1', 'http://127.0.0.1:1', 'http://[::1]:1'])
      assert.ok(!origins.isFirst(here));
  });

  it('takes what another version, or anyone, has written for what it is, or for nothing', () => {
    const hostile = JSON.parse('{"__proto__":"https://x.example","One":5,"constructor":"https://y.example"}');
    const origins = createOriginMemory(
      memoryMemento({ tokenOrigins: hostile, sentOrigins: 'all', plainHttpOrigins: [A, 5, null] }),
    );
    assert.deepEqual([origins.tokenOrigin('One'), origins.tokenOrigin('toString')], [undefined, undefined]);
    assert.ok(origins.isFirst(A));
    assert.deepEqual(origins.plainHttp(), [A]);
  });

  it('stays small', () => {
    const memento = memoryMemento();
    const origins = createOriginMemory(memento);
    for (let index = 0; index < 300; index++) {
      origins.noteSent(`https://host-${index}.example`);
      origins.noteToken(`Endpoint ${index}`, A);
    }
    assert.ok(JSON.stringify(memento.keys().map(key => memento.get(key))).length < 10_000);
    assert.ok(!origins.isFirst('https://host-299.example'));
  });
});
