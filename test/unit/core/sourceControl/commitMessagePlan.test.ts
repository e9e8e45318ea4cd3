import assert from 'node:assert/strict';
import { estimateTokenCount } from 'tokenx';
import { commitMessages, commitStyle } from '../../../../src/core/sourceControl/commitMessage';
import {
  type ChangePlan,
  changeBudget,
  isWhole,
  planChanges,
} from '../../../../src/core/sourceControl/commitMessagePlan';
import { summaryMessages } from '../../../../src/core/sourceControl/commitMessageSummaries';
import { newFileChange } from '../../../../src/core/sourceControl/gitDiff';
import { file, textOf } from './commitMessageSetup';

function paths(plan: ChangePlan): { readonly sent: readonly string[]; readonly groups: readonly string[] } {
  return {
    sent: plan.sent.map(({ path }) => path),
    groups: plan.groups.map(group => group.map(({ change }) => change.path).join(' ')),
  };
}

describe('the room for changes', () => {
  it('follows from what the model can hold, and is small where that is unknown', () => {
    assert.equal(changeBudget(undefined), 5000);
    assert.ok(changeBudget(8192) < 8192 - 2000);
    assert.equal(changeBudget(1_000_000), 24_000);
    assert.equal(changeBudget(1000), 500);
  });

  it('holds all of what is short', () => {
    const changes = [file('a.ts', 3), file('b.ts', 3)];
    const plan = planChanges(changes, 4000);
    assert.ok(isWhole(plan));
    assert.deepEqual(plan.sent, changes);
    assert.deepEqual(plan.groups, []);
    assert.equal(plan.unread, 0);
  });

  it('is for the small files whole, in their order; each large one has a request of its own, cut where that is too small', () => {
    const changes = [file('large.ts', 420), file('small.ts', 3), file('larger.ts', 9000), file('other.ts', 5)];
    const plan = planChanges(changes, 3000);
    assert.ok(!isWhole(plan));
    assert.equal(plan.files, 4);
    assert.deepEqual(paths(plan), { sent: ['small.ts', 'other.ts'], groups: ['large.ts', 'larger.ts'] });
    assert.deepEqual(plan.sent, [changes[1], changes[3]]);
    const [large, larger] = plan.groups.flat();
    assert.deepEqual(large?.change, changes[0]);
    assert.equal(large?.isCut, false);
    assert.equal(larger?.isCut, true);
    assert.match(larger?.change.text ?? '', /^\+const value0 = 0;$[\s\S]*\n\[… \d+ more lines\]$/m);
  });

  it('is for whole files as far as the others keep room for a summary', () => {
    const plan = planChanges([file('middle.ts', 150), file('long.ts', 9000)], 3000);
    assert.deepEqual(paths(plan), { sent: ['middle.ts'], groups: ['long.ts'] });
  });

  it('is shared by several small files in one request, at most twelve', () => {
    const changes = Array.from({ length: 30 }, (_, index) => file(`file${index}.ts`, 15));
    const plan = planChanges(changes, 3000);
    assert.ok(plan.groups.length > 1 && plan.groups.length < 4, `${plan.groups.length}`);
    assert.ok(plan.groups.every(group => group.length <= 12));
    assert.equal(plan.unread, 0);
    assert.equal(plan.sent.length + plan.groups.flat().length, 30);
  });

  it('is asked for in at most eight requests; what is left then is only listed', () => {
    const changes = Array.from({ length: 12 }, (_, index) => file(`file${index}.ts`, 1000 + index));
    const plan = planChanges(changes, 3000);
    assert.equal(plan.groups.length, 8);
    assert.equal(plan.unread, 4);
    assert.match(plan.list, /^file11\.ts \(new, \+1011 -0\)$/m);
  });

  it('is kept to, whatever there is: many files, and lines without end', () => {
    const cases = [
      Array.from({ length: 2000 }, (_, index) => file(`folder/file${index}.ts`, 20)),
      [newFileChange('one-line.txt', 'word '.repeat(500_000))],
      [newFileChange('one-word.txt', 'x'.repeat(2_000_000)), file('b.ts', 3)],
      Array.from({ length: 7 }, (_, index) => file(`file${index}.ts`, 2000)),
    ];
    for (const changes of cases) {
      const plan = planChanges(changes, 3000);
      const beginnings = plan.groups.flat().map(({ beginning }) => beginning);
      const fallback = { texts: [], summarised: 0, beginnings };
      const requests = [commitMessages(plan, commitStyle([]), fallback), ...plan.groups.map(summaryMessages)];
      for (const messages of requests) {
        const tokens = estimateTokenCount(textOf(messages));
        assert.ok(tokens < 3500, `${changes[0]?.path}: ${tokens}`);
      }
      assert.ok(!isWhole(plan));
      assert.match(plan.list, new RegExp(`^${changes[0]?.path} `));
    }
  });
});
