import type { ChatEvent, Progress } from '../../../../src/core/chat';

export function progressIn(events: readonly ChatEvent[]): readonly Progress[] {
  return events.flatMap(event => (event.type === 'progress' ? event.progress : []));
}

export function secondsIn(events: readonly ChatEvent[], phase: Progress['phase']): readonly number[] {
  return progressIn(events).flatMap(progress => (progress.phase === phase ? progress.seconds : []));
}

export function from(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
