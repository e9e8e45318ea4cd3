// What is there after the worst, in a real VS Code.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { numberField, parseJson } from '../../src/core/unknown';
import { isQuestion } from '../support/questions';
import { sse } from '../support/scriptedReply';
import { until } from '../support/until';
import { usePracticeWorkbench } from './practiceWorkbench';
import { runCommand } from './quickInput';
import { reload } from './workbench';

describe('a user whose extension host is killed in the middle of an answer, in a real VS Code', () => {
  const { server, workbench, chat, answers, ask } = usePracticeWorkbench({ pace: { firstTokenMs: 0, tokenMs: 1 } });

  /** The files of conversations, by their ends. */
  async function filesOf(end: string): Promise<readonly string[]> {
    const { dataFolder } = workbench().server;
    const names = await readdir(dataFolder, { recursive: true });
    const files = names.filter(name => name.includes(`${path.sep}conversations${path.sep}`) && name.endsWith(end));
    return files.map(name => path.join(dataFolder, name));
  }

  async function untilOnDisk(words: string): Promise<void> {
    await until(async () => {
      const texts = await Promise.all((await filesOf('.jsonl')).map(file => readFile(file, 'utf8')));
      return texts.some(text => text.includes(words));
    });
  }

  it('finds the question and what there was of the answer, and has it go on', async () => {
    const delta = (content: string): string => sse({ choices: [{ index: 0, delta: { content } }] });
    const headers = { 'Content-Type': 'text/event-stream' };
    server().script({ when: isQuestion, headers, steps: [{ send: delta('Half an answer') }, { stall: true }] });
    await ask('Will you be killed?');
    await answers().last().getByText('Half an answer').waitFor();
    await untilOnDisk('Half an answer');
    const [lease = ''] = await filesOf('.lease');
    const extensionHost = numberField(parseJson(await readFile(lease, 'utf8')), 'pid');
    assert.ok(extensionHost !== undefined);
    process.kill(extensionHost, 'SIGKILL');

    await reload(workbench());
    await runCommand(workbench(), 'Endpoint Chat: Focus');
    await chat().getByRole('article', { name: 'You' }).getByText('Will you be killed?').waitFor();
    await answers().last().getByText('Half an answer').waitFor();
    await answers().last().getByText('Interrupted').waitFor();
    await answers().last().getByRole('button', { name: 'Regenerate' }).waitFor();
    const end = sse({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, '[DONE]');
    server().script({ when: isQuestion, headers, steps: [{ send: delta(', and the other half.') + end }] });
    await answers().last().getByRole('button', { name: 'Continue' }).click();
    await answers().last().getByText('Half an answer, and the other half.').waitFor();
    assert.equal((await filesOf('.jsonl')).length, 1, 'in the same conversation');
  });
});
