// `npm run screenshots -- firstAnswer`: from a fresh profile to a first answer, with nothing but a pasted curl command.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { startPracticeServer } from '../support/practiceServer';
import { chatDriver } from './chatDriver';
import { projectRoot } from './folders';
import { pasteText, quickInput, runCommand } from './quickInput';
import { startTestServer } from './vscodeServer';
import { openWorkbench, setTheme, type Theme } from './workbench';

const KEY = 'sk-first-answer-0123456789';
const pictures = path.join(projectRoot, 'dist', 'screenshots');

interface Step {
  readonly name: string;
  readonly seconds: number;
}

/** Walks the whole way once in each theme; prints how long each step took, and leaves a picture of each. */
export async function takeFirstAnswer(browser: Browser): Promise<void> {
  await mkdir(pictures, { recursive: true });
  for (const theme of ['dark', 'light'] as const) {
    const steps = await walk(browser, theme);
    console.log(`\nFirst answer (${theme}):\n\n| Step | Seconds |\n|---|---|`);
    for (const { name, seconds } of steps) console.log(`| ${name} | ${seconds.toFixed(1)} |`);
    console.log(`| All of it | ${steps.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(1)} |`);
  }
  console.log(`\nThe pictures are in ${path.relative(projectRoot, pictures)}.`);
}

/** @returns the steps, with what the user sees at the end of each; what it takes to make the picture does not count */
async function walk(browser: Browser, theme: Theme): Promise<readonly Step[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'first-answer-'));
  const practice = await startPracticeServer({ token: KEY, pace: { firstTokenMs: 0, tokenMs: 1 } });
  const server = await startTestServer({ settings: { 'workbench.startupEditor': 'none' } });
  const workbench = await openWorkbench(browser, server, { folder, extensionDevelopmentPath: projectRoot });
  const driver = chatDriver(() => workbench, 'practice-model');
  const steps: Step[] = [];
  const step = async (name: string, run: () => Promise<unknown>): Promise<void> => {
    const startedAt = performance.now();
    await run();
    steps.push({ name, seconds: (performance.now() - startedAt) / 1000 });
    const file = `first-answer-${steps.length}-${theme}.png`;
    await workbench.page.screenshot({ path: path.join(pictures, file) });
  };
  const says = (words: string) => quickInput(workbench).getByText(words).first().waitFor();
  const enter = () => workbench.page.keyboard.press('Enter');
  try {
    await setTheme(workbench, theme);
    await step('Open the chat', async () => {
      await runCommand(workbench, 'Endpoint Chat: Focus');
      await driver.message().waitFor();
    });
    await step('Open Add Endpoint', async () => {
      await runCommand(workbench, 'Endpoint Chat: Add Endpoint…');
      await quickInput(workbench).getByPlaceholder('Paste an address').waitFor();
    });
    await step('Paste the curl command', async () => {
      await pasteText(workbench, command(practice.url));
      await says('Token taken, kept hidden');
    });
    await step('Enter: the token is filled in', async () => {
      await enter();
      await says('is filled in and kept hidden');
    });
    await step('Enter: choose among its models', async () => {
      await enter();
      await says('practice-thinker');
    });
    await step('Enter: it is checked and saved', async () => {
      await enter();
      await driver.modelButton('practice-model').waitFor();
      await quickInput(workbench).waitFor({ state: 'hidden' });
    });
    await step('Ask, and be answered', async () => {
      await driver.ask('Hello');
      await driver.answered();
    });
    return steps;
  } finally {
    await workbench.close();
    await server.dispose();
    await practice.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const command = (url: string): string => `curl "${url}/v1/chat/completions" \\
  -H "Authorization: Bearer ${KEY}" \\
  -d '{"model": "practice-model", "messages": [{"role": "user", "content": "Hi"}], "temperature": 0.2}'`;
