import type { ModelInfo } from './chat';
import type { Client } from './client';
import type { Endpoint } from './endpoints';

/** Milliseconds to wait for a list of models that is not known yet. Nobody waits longer for a detail. */
const PATIENCE = 2000;

/** A model as its endpoint describes it, or undefined where that cannot be known soon. Never throws. */
export async function findModelInfo(
  client: Pick<Client, 'models'>,
  endpoint: Endpoint,
  model: string,
): Promise<ModelInfo | undefined> {
  try {
    const list = await client.models(endpoint, AbortSignal.timeout(PATIENCE));
    return list?.find(({ id }) => id === model);
  } catch {
    return undefined;
  }
}
