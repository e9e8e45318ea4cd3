// The chat is hidden and shown again in a real VS Code while an answer is written.
import assert from 'node:assert/strict';
import { isQuestion } from '../support/questions';
import { type Step, sse } from '../support/scriptedReply';
import { until } from '../support/until';
import { usePracticeWorkbench } from './practiceWorkbench';
import { runCommand } from './quickInput';

/** More than fits into the view many times over. */
const LEAST_LINES = 400;
const line = (index: number): string => `- line **${index}** of a long answer\n`;

describe('a user who hides the chat while an answer is written, in a real VS Code', () => {
  const { server, workbench, ...driver } = usePracticeWorkbench({});

  const toggle = () => runCommand(workbench(), 'View: Toggle Secondary Side Bar Visibility');
  const shownLines = () => driver.answers().last().locator('li').count();
  const fromEnd = () =>
    driver
      .chat()
      .getByRole('log')
      .evaluate(log => Math.round(log.scrollHeight - log.clientHeight - log.scrollTop));

  it('finds the conversation, the draft and the running answer where they would be had it stayed', async () => {
    let isEnough = false;
    let lines = 0;
    function* answer(): Generator<Step> {
      for (; !isEnough || lines < LEAST_LINES; lines++) {
        yield { send: sse({ choices: [{ index: 0, delta: { content: line(lines) } }] }) };
        if (!isEnough) yield { wait: 50 };
      }
      yield { send: sse({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, '[DONE]') };
    }
    server().script({ when: isQuestion, headers: { 'Content-Type': 'text/event-stream' }, steps: answer() });
    await driver.ask('Please write a long answer');
    await driver.message().fill('half a thought');
    let before = 0;
    for (let cycle = 0; cycle < 3; cycle++) {
      await driver
        .answers()
        .last()
        .locator('li')
        .nth(before + 3)
        .waitFor();
      before = await shownLines();
      await toggle();
      await driver.message().waitFor({ state: 'hidden' });
      await toggle();
      await driver.message().waitFor();
      await driver.answers().last().locator('li').nth(before).waitFor();
      assert.equal(await driver.message().inputValue(), 'half a thought');
      await until(async () => (await fromEnd()) < 10);
    }
    isEnough = true;
    await driver.answered();
    await until(async () => (await shownLines()) === lines);
    assert.equal(await driver.answers().count(), 1);
    await until(async () => (await fromEnd()) < 10);
  });

  it('finds the line again that was being read', async () => {
    const log = driver.chat().getByRole('log');
    await log.hover();
    // The place is kept when the scrolling has come to its end.
    const scrolled = log.evaluate(
      node => new Promise<void>(resolve => node.addEventListener('scrollend', () => resolve())),
    );
    await log.evaluate(() => undefined);
    await workbench().page.mouse.wheel(0, -2000);
    await scrolled;
    await driver.chat().getByRole('button', { name: 'Jump to latest' }).waitFor();
    const seen = () =>
      log.evaluate(node => {
        const top = node.getBoundingClientRect().top;
        const found = [...node.querySelectorAll('li')].find(item => item.getBoundingClientRect().top >= top);
        return { words: found?.textContent, top: Math.round((found?.getBoundingClientRect().top ?? 0) - top) };
      });
    const before = await seen();
    await toggle();
    await driver.message().waitFor({ state: 'hidden' });
    await toggle();
    await driver
      .chat()
      .getByText(before.words ?? '', { exact: true })
      .waitFor();
    const isBack = async () => {
      const after = await seen();
      return after.words === before.words && Math.abs(after.top - before.top) <= 2;
    };
    await until(isBack);
    // And stays there, once everything around it is built.
    await workbench().page.waitForTimeout(1000);
    assert.ok(await isBack(), `${before.words} has moved`);
  });

  it('goes on with the draft at once in a conversation that was begun while the chat was hidden', async () => {
    await toggle();
    await driver.message().waitFor({ state: 'hidden' });
    await runCommand(workbench(), 'Endpoint Chat: New Conversation');
    await driver.message().and(driver.chat().locator(':focus')).waitFor();
    assert.equal(await driver.answers().count(), 0);
    await workbench().page.keyboard.type(', and the rest of it');
    await until(async () => (await driver.message().inputValue()) === 'half a thought, and the rest of it');
    assert.deepEqual(workbench().errors, []);
  });
});
