import assert from 'node:assert/strict';
import { type ModelChoices, type ModelRow, modelRows } from '../../../../src/core/models/modelChoices';
import { readRecents, stillThere, withRecent } from '../../../../src/core/models/recentModels';

const one = { endpoint: 'One', models: [{ id: 'a', contextWindow: 8192 }, { id: 'b' }], isAsking: false };
const two = { endpoint: 'Two', models: [{ id: 'c' }], isAsking: false };

function inWords(row: ModelRow): string {
  switch (row.type) {
    case 'recentHeading':
      return '# Recent';
    case 'endpointHeading':
      return `# ${row.endpoint}`;
    case 'model':
      return `${row.isCurrent ? '✓ ' : ''}${row.target.model} @ ${row.target.endpoint}`;
    case 'typed':
      return `“${row.target.model}” @ ${row.target.endpoint}`;
    case 'asking':
      return `asking ${row.endpoint}`;
    case 'mend':
      return `mend: ${row.mending}`;
    case 'problem':
      return `${row.problem} @ ${row.endpoint}`;
  }
}

function rows(choices: Partial<ModelChoices>): readonly string[] {
  return modelRows({ typed: '', groups: [one, two], recents: [], ...choices }).map(inWords);
}

describe('the models to choose from', () => {
  it('are those of all endpoints, each under its endpoint', () => {
    assert.deepEqual(rows({}), ['# One', 'a @ One', 'b @ One', '# Two', 'c @ Two']);
  });

  it('begin with those that were used last, which are not shown twice', () => {
    const recents = [
      { endpoint: 'Two', model: 'c' },
      { endpoint: 'One', model: 'a' },
    ];
    const current = { endpoint: 'One', model: 'a' };
    assert.deepEqual(rows({ recents, current }), ['# Recent', 'c @ Two', '✓ a @ One', '# One', 'b @ One', '# Two']);
  });

  it('know of a recent one what its endpoint tells', () => {
    const [, row] = modelRows({ typed: '', groups: [one], recents: [{ endpoint: 'One', model: 'a' }] });
    assert.ok(row?.type === 'model');
    assert.equal(row.info.contextWindow, 8192);
  });

  it('leave out what was used with an endpoint that is gone', () => {
    assert.deepEqual(rows({ groups: [two], recents: [{ endpoint: 'One', model: 'a' }] }), ['# Two', 'c @ Two']);
  });

  it('hold the current one also where no list does', () => {
    const current = { endpoint: 'Two', model: 'typed-once' };
    assert.deepEqual(rows({ groups: [two], current }), ['# Two', '✓ typed-once @ Two', 'c @ Two']);
  });

  it('offer an id that is typed for every endpoint, the first one first, but not where it is listed', () => {
    assert.deepEqual(rows({ typed: ' new ' }).slice(0, 2), ['“new” @ One', '“new” @ Two']);
    assert.deepEqual(rows({ typed: 'c' })[0], '“c” @ One');
    assert.ok(!rows({ typed: 'c' }).includes('“c” @ Two'));
  });

  it('say of each endpoint whether its list is still to come, and why it has none', () => {
    const asking = { endpoint: 'One', models: [], isAsking: true };
    const failing = { ...two, problem: 'refused', hasFailed: true };
    assert.deepEqual(rows({ groups: [asking, failing] }), ['# One', 'asking One', '# Two', 'c @ Two', 'refused @ Two']);
  });

  it('offer what mends a failure where the way back leads to the token, but not where there is just no list', () => {
    const failing = { ...two, models: [], problem: 'refused', hasFailed: true };
    const mending = ['mend: token', 'mend: again'];
    assert.deepEqual(rows({ groups: [failing], canGoBack: true }).slice(-2), mending);
    assert.ok(!rows({ groups: [failing] }).includes('mend: token'));
    const listless = { ...two, models: [], problem: 'no list' };
    assert.ok(!rows({ groups: [listless], canGoBack: true }).includes('mend: token'));
  });
});

describe('the models that were used last', () => {
  it('are five, the newest first, each once', () => {
    let recents = readRecents([]);
    for (const model of ['a', 'b', 'c', 'd', 'e', 'f', 'c']) recents = withRecent(recents, { endpoint: 'One', model });
    assert.deepEqual(
      recents.map(({ model }) => model),
      ['c', 'f', 'e', 'd', 'b'],
    );
  });

  it('are those of endpoints that are there, each once also where one was renamed between', () => {
    const used = [
      { endpoint: 'New', model: 'a' },
      { endpoint: 'Gone', model: 'a' },
      { endpoint: 'Old', model: 'a' },
      { endpoint: 'Old', model: 'b' },
    ];
    assert.deepEqual(stillThere(used, [{ name: 'New' }], [{ from: 'Old', to: 'New' }]), [
      { endpoint: 'New', model: 'a' },
      { endpoint: 'New', model: 'b' },
    ]);
  });

  it('are those that are understood of what was written', () => {
    const written = [{ endpoint: 'One', model: 'a', more: 1 }, { endpoint: 'One' }, 7];
    assert.deepEqual(readRecents(written), [{ endpoint: 'One', model: 'a' }]);
    assert.deepEqual(readRecents('x'), []);
  });
});
