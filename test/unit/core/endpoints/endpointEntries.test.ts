import assert from 'node:assert/strict';
import {
  duplicated,
  putBack,
  renamed,
  takeOut,
  withAddress,
  withModel,
  withProtocol,
} from '../../../../src/core/endpoints/endpointEntries';
import { stringField } from '../../../../src/core/unknown';

/** With what only the user knows about, a broken entry, and a second entry of the same name, which is not used. */
const ENTRIES = [
  { name: 'One', url: 'https://one.example/v1', model: 'm', note: 'mine', headers: { 'x-team': 'a' } },
  'broken',
  { name: ' Two ', url: 'two.example', protocol: 'openai' },
  { name: 'One', url: 'https://other.example' },
];
const [ONE, BROKEN, TWO, OTHER] = ENTRIES;

describe('an entry of the endpoints setting', () => {
  it('gets another name, and keeps every field that is not known', () => {
    assert.deepEqual(renamed(ENTRIES, 'One', 'Uno'), [{ ...Object(ONE), name: 'Uno' }, BROKEN, TWO, OTHER]);
  });

  it('gets another model', () => {
    assert.deepEqual(withModel(ENTRIES, 'Two', 'm2')[2], { ...Object(TWO), model: 'm2' });
  });

  it('gets a protocol, or leaves it to the address', () => {
    assert.deepEqual(withProtocol(ENTRIES, 'One', 'envelope')[0], { ...Object(ONE), protocol: 'envelope' });
    assert.deepEqual(withProtocol(ENTRIES, 'Two', undefined)[2], { name: ' Two ', url: 'two.example' });
  });

  it('gets another address, understood as it is pasted', () => {
    assert.deepEqual(withAddress(ENTRIES, 'One', ' "https://new.example/v1/" ')[0], {
      ...Object(ONE),
      url: 'https://new.example/v1/chat/completions',
    });
  });

  it('keeps its protocol at another base address, and follows an address that is whole', () => {
    assert.deepEqual(withAddress(ENTRIES, 'Two', 'https://new.example/v1')[2], {
      name: ' Two ',
      url: 'https://new.example/v1/chat/completions',
      protocol: 'openai',
    });
    assert.deepEqual(withAddress(ENTRIES, 'Two', 'https://new.example/api/v1/chat/completion_messages')[2], {
      name: ' Two ',
      url: 'https://new.example/api/v1/chat/completion_messages',
    });
  });

  it('never gets the key that comes with a pasted address', () => {
    const KEY = 'sk-canary-123456789';
    const url = 'https://new.example/v1/chat/completions';
    for (const pasted of [`https://new.example/v1?api_key=${KEY}`, `new.example?token=${KEY}`])
      assert.deepEqual(withAddress(ENTRIES, 'Two', pasted)[2], { ...Object(TWO), url }, pasted);
    const command = `curl ${url} -H 'Authorization: Bearer ${KEY}'`;
    assert.deepEqual(withAddress(ENTRIES, 'One', command)[0], { ...Object(ONE), url });
    assert.throws(() => withAddress(ENTRIES, 'One', `https://new.example/${KEY}/v1?api_key=${KEY}`), /holds the token/);
  });

  it('keeps the key that the user has written into its address at the same server, and leaves it behind at another', () => {
    const entries = [{ name: 'One', url: 'https://one.example/v1/chat/completions?key=mine&api-version=1' }];
    const moved = (pasted: string) => stringField(withAddress(entries, 'One', pasted)[0], 'url');
    assert.equal(
      moved('https://one.example/v2?api-version=2'),
      'https://one.example/v2/chat/completions?api-version=2&key=mine',
    );
    assert.equal(moved('https://two.example/v2'), 'https://two.example/v2/chat/completions');
  });

  it('stays as it is where the new address is none', () => {
    assert.throws(() => withAddress(ENTRIES, 'One', 'ftp://one.example'), /https:\/\//);
  });
});

describe('of entries with one name', () => {
  const BROKEN_ONE = { name: 'One', url: '' };

  it('the one that is used is meant, although one that cannot be stands before it', () => {
    const entries = [BROKEN_ONE, ONE, OTHER];
    assert.deepEqual(takeOut(entries, 'One'), { entries: [BROKEN_ONE, OTHER], removed: { entry: ONE, place: 1 } });
    assert.deepEqual(renamed(entries, 'One', 'Uno'), [BROKEN_ONE, { ...Object(ONE), name: 'Uno' }, OTHER]);
  });

  it('the first is meant where none can be used', () => {
    assert.deepEqual(takeOut([BROKEN_ONE, { name: 'One' }], 'One').entries, [{ name: 'One' }]);
  });
});

describe('the list of entries', () => {
  it('loses one, and gets it back in its place', () => {
    const { entries, removed } = takeOut(ENTRIES, 'Two');
    assert.deepEqual(entries, [ONE, BROKEN, OTHER]);
    assert.ok(removed);
    assert.deepEqual(putBack(entries, removed), ENTRIES);
  });

  it('gets nothing back whose name is taken by now', () => {
    const { entries, removed } = takeOut(ENTRIES, 'Two');
    assert.ok(removed);
    const taken = [...entries, { name: 'Two', url: 'new.example' }];
    assert.deepEqual(putBack(taken, removed), taken);
  });

  it('is the same where nothing has that name', () => {
    assert.deepEqual(takeOut(ENTRIES, 'Three'), { entries: ENTRIES });
    assert.deepEqual(renamed(ENTRIES, 'Three', 'x'), ENTRIES);
  });

  it('gets a copy behind the original, with everything but its name', () => {
    const { entries, copy } = duplicated(ENTRIES, 'One');
    assert.equal(copy, 'One 2');
    assert.deepEqual(entries, [ONE, { ...Object(ONE), name: 'One 2' }, BROKEN, TWO, OTHER]);
  });
});
