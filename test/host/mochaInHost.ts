import { runMocha } from './mochaRunner';

/** What VS Code calls in its extension host, to run the integration tests there. */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const { failed } = await runMocha();
  if (failed > 0) throw new Error(`${failed} failed.`);
}
