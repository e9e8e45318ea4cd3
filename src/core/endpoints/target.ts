import { ChatError, CODES } from '../errors';
import { endpointNamed, type Rename } from './endpointNames';
import type { Endpoint } from './endpoints';

/** Where a conversation goes, by names: the endpoint may have got another one since, or be gone. */
export interface Target {
  readonly endpoint: string;
  readonly model: string;
}

/** Where the next message goes, as far as that is known. */
export interface PossibleTarget {
  readonly endpoint: Endpoint;
  readonly model: string | undefined;
}

/** Where a request goes, complete. */
export interface FullTarget {
  readonly endpoint: Endpoint;
  readonly model: string;
}

/** The first of the wanted targets whose endpoint is still configured, else the first endpoint. */
export function chooseTarget(
  endpoints: readonly Endpoint[],
  renames: readonly Rename[],
  ...wanted: readonly (Target | undefined)[]
): PossibleTarget | undefined {
  for (const target of wanted) {
    const endpoint = target && endpointNamed(endpoints, target.endpoint, renames);
    if (endpoint) return { endpoint, model: target.model };
  }
  const first = endpoints[0];
  return first && { endpoint: first, model: first.model ?? first.models[0] };
}

/** @throws ChatError of kind `config` when there is no endpoint or no model */
export function requireFull(target: PossibleTarget | undefined): FullTarget {
  if (!target) throw new ChatError({ kind: 'config', message: 'No endpoint is configured.', code: CODES.noEndpoint });
  const { endpoint, model } = target;
  if (!model) {
    throw new ChatError({ kind: 'config', message: `No model is chosen for ${endpoint.name}.`, code: CODES.noModel });
  }
  return { endpoint, model };
}
