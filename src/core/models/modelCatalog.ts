import type { ModelInfo } from '../chat';
import { type Endpoint, originOf } from '../endpoints/endpoints';
import type { PossibleTarget } from '../endpoints/target';
import type { ModelLists } from './modelLists';

/** What endpoints have told of their models, for everyone who wants to know. */
export interface ModelCatalog {
  /** What is known of a model now. Asks nobody: what is remembered is read, and `onRecalled` tells that it is there. */
  info(target: PossibleTarget): ModelInfo | undefined;
  /** The last list of an endpoint; empty where it never told one. Asks nobody. */
  known(endpoint: Endpoint): Promise<readonly ModelInfo[]>;
  /** Asks the endpoint for its models, until it has answered once. An endpoint without a list, or that fails, tells nothing. */
  learn(endpoint: Endpoint): Promise<void>;
  /** For an endpoint that has just answered: one that fails each time is not bothered after every answer. */
  learnAfterAnswer(endpoint: Endpoint): Promise<void>;
  /** Takes what an endpoint has said, whoever asked it, and keeps it for the next start. */
  take(endpoint: Endpoint, list: readonly ModelInfo[]): Promise<void>;
}

/** Where lists come from: `lists` has those of earlier starts, `models` goes over the network and may reject. */
export interface ModelCatalogDependencies {
  /** Loads them with the first use. */
  readonly lists: () => Promise<ModelLists>;
  /** Asks an endpoint. */
  readonly models: (endpoint: Endpoint) => Promise<readonly ModelInfo[] | undefined>;
  /** How often the token of an origin has changed: another token may see other models. */
  readonly tokenChanges: (origin: string) => number;
  readonly onRecalled: () => void;
  /** An endpoint has said something new. */
  readonly onLearned: () => void;
}

/** How often a list that fails is asked for after answers. */
const MOST_TRIES = 3;

/**
 * Reads and asks nothing before somebody wants to know. An endpoint that has answered is asked again only when its address,
 * headers or token are others.
 */
export function createModelCatalog(dependencies: ModelCatalogDependencies): ModelCatalog {
  const { lists, models, tokenChanges, onRecalled, onLearned } = dependencies;
  /** At hand; empty while the remembered list is read. */
  const atHand = new Map<string, readonly ModelInfo[]>();
  const asked = new Map<string, Promise<boolean>>();
  /** How often it may be asked yet after an answer. */
  const triesLeft = new Map<string, number>();
  const askedKey = (endpoint: Endpoint): string => `${keyOf(endpoint)} ${tokenChanges(originOf(endpoint.url))}`;

  const known = async (endpoint: Endpoint): Promise<readonly ModelInfo[]> => (await lists()).known(endpoint);

  async function recall(endpoint: Endpoint): Promise<void> {
    const key = keyOf(endpoint);
    const empty: readonly ModelInfo[] = [];
    atHand.set(key, empty);
    const list = await known(endpoint).catch(() => undefined);
    // It may have been told anew meanwhile.
    if (list?.length === 0 || atHand.get(key) !== empty) return;
    if (!list) {
      // The next use reads it.
      atHand.delete(key);
      return;
    }
    atHand.set(key, list);
    onRecalled();
  }

  /** Whether it has answered. */
  async function ask(endpoint: Endpoint, key: string): Promise<boolean> {
    try {
      const list = await models(endpoint);
      if (list) atHand.set(keyOf(endpoint), list);
      return true;
    } catch {
      // The request log has it. Nobody asked for the list, so nobody is told; the next time it is asked for again.
      asked.delete(key);
      return false;
    }
  }

  function learn(endpoint: Endpoint): Promise<boolean> {
    const key = askedKey(endpoint);
    const asking = asked.get(key) ?? ask(endpoint, key);
    asked.set(key, asking);
    return asking;
  }

  return {
    info({ endpoint, model }) {
      const list = atHand.get(keyOf(endpoint));
      if (!list) recall(endpoint).catch(() => undefined);
      const info = list?.find(({ id }) => id === model);
      // What the user has set counts before what the server says.
      const { contextWindow } = endpoint;
      if (contextWindow === undefined) return info;
      return { id: model ?? '', ...info, contextWindow };
    },
    known,
    async learn(endpoint) {
      await learn(endpoint);
    },
    async learnAfterAnswer(endpoint) {
      const key = askedKey(endpoint);
      const tries = triesLeft.get(key) ?? MOST_TRIES;
      if (tries === 0) return;
      triesLeft.set(key, 0);
      if (!(await learn(endpoint))) triesLeft.set(key, tries - 1);
    },
    async take(endpoint, list) {
      atHand.set(keyOf(endpoint), list);
      if (await (await lists()).learn(endpoint, list)) onLearned();
    },
  };
}

/** What belongs to the headers may be seen by them alone. */
function keyOf({ protocol, url, headers }: Endpoint): string {
  return JSON.stringify([protocol, url, headers]);
}
