import assert from 'node:assert/strict';
import {
  duplicated,
  putBack,
  renamed,
  withAddress,
  withModel,
  without,
  withProtocol,
} from '../../../src/core/endpointEntries';

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

  it('stays as it is where the new address is none', () => {
    assert.throws(() => withAddress(ENTRIES, 'One', 'ftp://one.example'), /https:\/\//);
  });
});

describe('the list of entries', () => {
  it('loses one, and gets it back in its place', () => {
    const { entries, removed } = without(ENTRIES, 'Two');
    assert.deepEqual(entries, [ONE, BROKEN, OTHER]);
    assert.ok(removed);
    assert.deepEqual(putBack(entries, removed), ENTRIES);
  });

  it('gets nothing back whose name is taken by now', () => {
    const { entries, removed } = without(ENTRIES, 'Two');
    assert.ok(removed);
    const taken = [...entries, { name: 'Two', url: 'new.example' }];
    assert.deepEqual(putBack(taken, removed), taken);
  });

  it('is the same where nothing has that name', () => {
    assert.deepEqual(without(ENTRIES, 'Three'), { entries: ENTRIES });
    assert.deepEqual(renamed(ENTRIES, 'Three', 'x'), ENTRIES);
  });

  it('gets a copy behind the original, with everything but its name', () => {
    const { entries, copy } = duplicated(ENTRIES, 'One');
    assert.equal(copy, 'One 2');
    assert.deepEqual(entries, [ONE, { ...Object(ONE), name: 'One 2' }, BROKEN, TWO, OTHER]);
  });
});
