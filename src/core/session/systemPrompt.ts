import type { SessionDependencies } from './sessionTypes';

/** What every request begins with, unseen: the user's own words, and behind them what files of the workspace say. */
export async function systemPromptOf({
  settings,
  instructions,
}: Pick<SessionDependencies, 'settings' | 'instructions'>): Promise<string> {
  const files = await instructions?.();
  const { systemPrompt } = settings();
  return files ? [systemPrompt.trim(), files].filter(Boolean).join('\n\n') : systemPrompt;
}
