import assert from 'node:assert/strict';
import { holdComposer } from './composerPage';
import { question, stateOf } from './fixtures';

const problems = ["line 14, error: Cannot find name 'x'.", 'line 17, hint: unused'];
const piece = { label: 'search.ts', detail: '12–20', language: 'typescript' };

describe('What went along with a question', function () {
  this.timeout(60_000);
  const { chat } = holdComposer();
  const chips = () => chat().page.getByRole('article', { name: 'You' }).getByRole('listitem');

  it('is shown as chips: file, lines, language, and how many problems, which their tooltip names', async () => {
    await chat().tell(stateOf([question('q', 'Fix it.', { chips: [{ ...piece, problems }, { label: 'b.ts' }] })]));
    assert.deepEqual(await chips().allInnerTexts(), [
      'search.ts\n12–20\ntypescript',
      `2 problems\n: ${problems.join('; ')}`,
      'b.ts',
    ]);
    assert.equal(await chips().nth(1).getByTitle(problems.join('\n')).count(), 1);
  });

  it('tells one problem as one', async () => {
    await chat().tell(stateOf([question('q', 'Fix it.', { chips: [{ ...piece, problems: ['line 14, error: x'] }] })]));
    assert.match(await chips().nth(1).innerText(), /^1 problem\n/);
  });

  it('is named before it is sent, too', async () => {
    const attachments = [{ id: '1', kind: 'selection', ...piece, problems, tokens: 130 } as const];
    await chat().tell(stateOf([], { attachments }));
    const chip = chat().page.getByRole('list', { name: 'Attachments' }).getByRole('listitem');
    assert.equal(await chip.getByTitle(problems.join('\n')).count(), 1);
    assert.match(await chip.innerText(), /^search\.ts\n:12–20\n2 problems/);
  });

  it('keeps the whole name of a file where there is little room, rather than the number of its problems', async () => {
    await chat().page.setViewportSize({ width: 260, height: 700 });
    await chat().tell(stateOf([], { attachments: [{ id: '1', kind: 'selection', ...piece, problems, tokens: 1234 }] }));
    const isCut = (part: string) =>
      chat()
        .page.locator(`.composer .${part}`)
        .evaluate(element => element.scrollWidth > element.clientWidth);
    assert.deepEqual([await isCut('chip-about'), await isCut('chip-label')], [true, false]);
  });
});
