import { endpointNamed, type Rename } from '../endpoints/endpointNames';
import type { Target } from '../endpoints/target';
import { arrayField, stringField } from '../unknown';

/** Models that are offered first: as many as are seen at a glance. */
const MOST_RECENT = 5;

/** The models that were used last, the newest first. */
export function withRecent(recents: readonly Target[], { endpoint, model }: Target): readonly Target[] {
  const target = { endpoint, model };
  return [target, ...recents.filter(recent => !isSameTarget(recent, target))].slice(0, MOST_RECENT);
}

/** Those of endpoints that are still there, by the names that these have now. */
export function stillThere(
  recents: readonly Target[],
  endpoints: readonly { readonly name: string }[],
  renames: readonly Rename[],
): readonly Target[] {
  const found = recents.flatMap(({ endpoint, model }) => {
    const now = endpointNamed(endpoints, endpoint, renames);
    return now ? [{ endpoint: now.name, model }] : [];
  });
  // Used before and after the endpoint was renamed.
  return found.filter((target, index) => found.findIndex(other => isSameTarget(other, target)) === index);
}

/** By their names: an endpoint that was renamed is another one here. */
export function isSameTarget(left: Target, right: Target): boolean {
  return left.endpoint === right.endpoint && left.model === right.model;
}

/** What was written may be of another version: only what is understood counts. */
export function readRecents(written: unknown): readonly Target[] {
  return arrayField({ written }, 'written').flatMap(recent => {
    const endpoint = stringField(recent, 'endpoint');
    const model = stringField(recent, 'model');
    return endpoint === undefined || model === undefined ? [] : [{ endpoint, model }];
  });
}
