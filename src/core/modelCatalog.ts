import type { ModelInfo } from './chat';
import type { Endpoint } from './endpoints';
import type { PossibleTarget } from './target';

/** What endpoints have told of their models. */
export interface ModelCatalog {
  /** What is known of a model now. Asks nothing. */
  info(target: PossibleTarget): ModelInfo | undefined;
  /** Asks the endpoint for its models, until it has answered once. An endpoint without a list, or that fails, tells nothing. */
  learn(endpoint: Endpoint): Promise<void>;
}

export function createModelCatalog(
  models: (endpoint: Endpoint) => Promise<readonly ModelInfo[] | undefined>,
): ModelCatalog {
  const asked = new Map<string, Promise<void>>();
  const known = new Map<string, readonly ModelInfo[]>();

  async function ask(endpoint: Endpoint): Promise<void> {
    try {
      known.set(endpoint.url, (await models(endpoint)) ?? []);
    } catch {
      // The request log has it. Nobody asked for the list, so nobody is told; the next time it is asked for again.
      asked.delete(endpoint.url);
    }
  }

  return {
    info({ endpoint, model }) {
      const told = known.get(endpoint.url)?.find(({ id }) => id === model);
      // What the user has set counts before what the server says.
      const { contextWindow } = endpoint;
      if (contextWindow === undefined) return told;
      return { id: model ?? '', ...told, contextWindow };
    },
    learn(endpoint) {
      const asking = asked.get(endpoint.url) ?? ask(endpoint);
      asked.set(endpoint.url, asking);
      return asking;
    },
  };
}
