import assert from 'node:assert/strict';
import { endpointNamed, freeName, readRenames, withRename } from '../../../../src/core/endpoints/endpointNames';

const endpoints = [{ name: 'One' }, { name: 'Two' }];

describe('endpointNamed', () => {
  it('finds an endpoint by the name that it had before, over several renames', () => {
    const renames = [
      { from: 'First', to: 'Second' },
      { from: 'Second', to: 'One' },
    ];
    assert.equal(endpointNamed(endpoints, 'First', renames)?.name, 'One');
  });

  it('takes what has the name now before what had it once', () => {
    assert.equal(endpointNamed(endpoints, 'Two', [{ from: 'Two', to: 'One' }])?.name, 'Two');
  });

  it('comes to an end where names lead in a circle, and where nothing is left', () => {
    const circle = [
      { from: 'A', to: 'B' },
      { from: 'B', to: 'A' },
    ];
    assert.equal(endpointNamed(endpoints, 'A', circle), undefined);
    assert.equal(endpointNamed(endpoints, 'A', [{ from: 'A', to: 'Gone' }]), undefined);
  });
});

describe('withRename', () => {
  it('forgets what a name stood for once that is given to an endpoint', () => {
    const there = withRename([], { from: 'A', to: 'B' });
    assert.deepEqual(withRename(there, { from: 'B', to: 'A' }), [{ from: 'B', to: 'A' }]);
  });

  it('remembers the last fifty', () => {
    let renames = readRenames([]);
    for (let number = 0; number < 60; number++) renames = withRename(renames, { from: `${number}`, to: 'x' });
    assert.equal(renames.length, 50);
    assert.equal(renames.at(-1)?.from, '59');
  });
});

describe('readRenames', () => {
  it('leaves out what it does not understand', () => {
    assert.deepEqual(readRenames([{ from: 'A', to: 'B' }, { from: 1, to: 'B' }, 'x', null]), [{ from: 'A', to: 'B' }]);
    assert.deepEqual(readRenames({ A: 'B' }), []);
  });
});

describe('freeName', () => {
  it('counts on from the name', () => {
    assert.equal(freeName('Gateway', ['Gateway']), 'Gateway 2');
    assert.equal(freeName('Gateway 2', ['Gateway', 'Gateway 2']), 'Gateway 3');
  });
});
