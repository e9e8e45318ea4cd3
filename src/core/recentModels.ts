import type { Target } from './sessionTypes';
import { arrayField, stringField } from './unknown';

/** Models that are offered first: as many as are seen at a glance. */
const MOST_RECENT = 5;

/** The models that were used last, the newest first. */
export function withRecent(recents: readonly Target[], { endpoint, model }: Target): readonly Target[] {
  const others = recents.filter(recent => recent.endpoint !== endpoint || recent.model !== model);
  return [{ endpoint, model }, ...others].slice(0, MOST_RECENT);
}

/** What was written may be of another version: only what is understood counts. */
export function readRecents(written: unknown): readonly Target[] {
  return arrayField({ written }, 'written').flatMap(recent => {
    const endpoint = stringField(recent, 'endpoint');
    const model = stringField(recent, 'model');
    return endpoint === undefined || model === undefined ? [] : [{ endpoint, model }];
  });
}
