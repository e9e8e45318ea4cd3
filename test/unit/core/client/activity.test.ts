import assert from 'node:assert/strict';
import { createActivity } from '../../../../src/core/client/activity';
import { shortModel, shortName } from '../../../../src/core/models/shortNames';

const error = { kind: 'unauthorized', message: 'No.' } as const;
const failed = { endpoint: 'One', model: 'm', outcome: 'failed', error } as const;

function setUp() {
  const activity = createActivity();
  let changes = 0;
  activity.onChange(() => changes++);
  return { activity, changes: () => changes };
}

describe('activity', () => {
  it('is busy while the chat or a completion is, and says so once', () => {
    const { activity, changes } = setUp();
    activity.setBusy('chat', true);
    activity.setBusy('chat', true);
    activity.setBusy('completion', true);
    activity.setBusy('chat', false);
    assert.equal(activity.isBusy, true);
    activity.setBusy('completion', false);
    assert.equal(activity.isBusy, false);
    assert.equal(changes(), 4);
  });

  it('knows why an endpoint failed until it has answered', () => {
    const { activity, changes } = setUp();
    activity.requestEnded(failed);
    assert.equal(activity.failureOf('One'), error);
    assert.equal(activity.failureOf('Two'), undefined);
    activity.requestEnded({ endpoint: 'One', model: 'm', outcome: 'complete' });
    assert.equal(activity.failureOf('One'), undefined);
    assert.equal(changes(), 2);
  });

  it('forgets a failure of what an endpoint was before', () => {
    const { activity, changes } = setUp();
    activity.requestEnded(failed);
    activity.forgetFailure('One');
    activity.forgetFailure('Two');
    assert.equal(activity.failureOf('One'), undefined);
    assert.equal(changes(), 2);
  });

  it('learns nothing from an answer that was stopped, or from a list of models', () => {
    const { activity, changes } = setUp();
    activity.requestEnded({ endpoint: 'One', outcome: 'failed', error });
    assert.equal(activity.failureOf('One'), undefined);
    activity.requestEnded(failed);
    activity.requestEnded({ endpoint: 'One', model: 'm', outcome: 'left' });
    activity.requestEnded({ endpoint: 'One', outcome: 'complete' });
    assert.equal(activity.failureOf('One'), error);
    assert.equal(changes(), 1);
  });
});

describe('names in the status bar', () => {
  it('are a model’s last part, and short', () => {
    assert.equal(shortModel('qwen/qwen2-vl-72b-instruct'), 'qwen2-vl-72b-instruct');
    assert.equal(shortModel('maker/'), 'maker/');
    assert.equal(shortName('A gateway with a very long name'), 'A gateway with a very l…');
    assert.equal([...shortName('😀'.repeat(40))].length, 24, 'no letter is cut in two');
  });
});
