// The walkthrough in a real VS Code.
import { usePracticeWorkbench } from './practiceWorkbench';
import { runCommand } from './quickInput';

describe('a user who wants to know how it works, in a real VS Code', () => {
  const { workbench } = usePracticeWorkbench({ pace: { firstTokenMs: 0, tokenMs: 0 } });

  it('is shown every step with its picture', async () => {
    const { page } = workbench();
    await runCommand(workbench(), 'Endpoint Chat: Get Started');
    await page.locator('h2', { hasText: 'Get Started with Endpoint Chat' }).waitFor();
    // In little room VS Code leaves the pictures out.
    await runCommand(workbench(), 'View: Toggle Primary Side Bar Visibility');
    await runCommand(workbench(), 'View: Toggle Secondary Side Bar Visibility');
    const pictures = [
      ['Add your endpoint', 'endpoint'],
      ['Choose a model', 'model'],
      ['Ask in the chat', 'chat'],
      ['Have code explained', 'explain'],
      ['Complete at the cursor', 'completion'],
      ['Know where your token is', 'privacy'],
    ] as const;
    for (const [step, picture] of pictures) {
      const heading = page.getByText(step, { exact: true }).first();
      const shown = page.locator(`img[src*="walkthrough/${picture}-"]`);
      // The step that is open already would be closed by a click.
      if ((await shown.count()) === 0) await heading.click();
      await shown.waitFor();
      const width = (): Promise<number> =>
        shown.evaluate(image => (image instanceof HTMLImageElement ? image.naturalWidth : 0));
      while ((await width()) === 0) await page.waitForTimeout(50);
    }
  });
});
