import { createHash } from 'node:crypto';
import type { ModelInfo } from './chat';
import type { Endpoint } from './endpoints';
import type { PossibleTarget } from './target';
import { field, isRecord, numberField, stringField } from './unknown';

/** What endpoints have told of their models. */
export interface ModelCatalog {
  /** What is known of a model now. Asks nothing. */
  info(target: PossibleTarget): ModelInfo | undefined;
  /** Keeps what is known of a model beyond this window. */
  remember(target: PossibleTarget): void;
  /**
   * Asks the endpoint for its models, until it has answered once; false when it has not. An endpoint without a list, or that
   * fails, tells nothing.
   */
  learn(endpoint: Endpoint): Promise<boolean>;
}

/** Remembers what was told of the models that are used, so that it is known before an endpoint is asked again. */
export interface ModelMemory {
  read(): unknown;
  write(remembered: Readonly<Record<string, ModelInfo>>): void;
}

/** Models that are remembered: more than anyone uses in turn. */
const MOST_REMEMBERED = 20;

export function createModelCatalog(
  models: (endpoint: Endpoint) => Promise<readonly ModelInfo[] | undefined>,
  memory: ModelMemory,
): ModelCatalog {
  const asked = new Map<string, Promise<boolean>>();
  const known = new Map<string, readonly ModelInfo[]>();

  function told({ endpoint, model }: PossibleTarget): ModelInfo | undefined {
    return known.get(endpoint.url)?.find(({ id }) => id === model);
  }

  function recalled(target: PossibleTarget): ModelInfo | undefined {
    return remembered(memory)[keyOf(target)];
  }

  async function ask(endpoint: Endpoint): Promise<boolean> {
    try {
      known.set(endpoint.url, (await models(endpoint)) ?? []);
      return true;
    } catch {
      // The request log has it. Nobody asked for the list, so nobody is told; the next time it is asked for again.
      asked.delete(endpoint.url);
      return false;
    }
  }

  return {
    info(target) {
      const info = told(target) ?? recalled(target);
      // What the user has set counts before what the server says.
      const { contextWindow } = target.endpoint;
      if (contextWindow === undefined) return info;
      return { id: target.model ?? '', ...info, contextWindow };
    },
    remember(target) {
      const info = told(target);
      if (!info) return;
      const { [keyOf(target)]: _, ...others } = remembered(memory);
      const kept = Object.entries(others).slice(1 - MOST_REMEMBERED);
      memory.write(Object.fromEntries([...kept, [keyOf(target), info]]));
    },
    learn(endpoint) {
      const asking = asked.get(endpoint.url) ?? ask(endpoint);
      asked.set(endpoint.url, asking);
      return asking;
    },
  };
}

/** A hash: the address may hold a key. */
function keyOf({ endpoint, model }: PossibleTarget): string {
  return createHash('sha256').update(`${endpoint.url} ${model}`).digest('base64url');
}

const IS_HASH = /^[\w-]{43}$/;

/** What was written may be of an older version: only what is understood counts. */
function remembered(memory: ModelMemory): Readonly<Record<string, ModelInfo>> {
  const written = memory.read();
  if (!isRecord(written)) return {};
  const understood = Object.entries(written).flatMap(([key, value]) => {
    const id = stringField(value, 'id');
    const contextWindow = numberField(value, 'contextWindow');
    const vision = field(value, 'vision');
    if (id === undefined || !IS_HASH.test(key)) return [];
    const info: ModelInfo = {
      id,
      ...(contextWindow === undefined ? {} : { contextWindow }),
      ...(typeof vision === 'boolean' ? { vision } : {}),
    };
    return [[key, info] as const];
  });
  return Object.fromEntries(understood);
}
