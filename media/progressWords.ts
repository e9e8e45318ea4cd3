import type { ViewAnswer, ViewProgress } from '../src/shared/viewState';
import { isRunning } from './state';
import { fill, strings } from './strings';

/** What is said about an answer while nothing of it comes. */
export interface ProgressWords {
  /** Why it takes so long, where the host has said so. */
  readonly reason?: string;
  readonly before: string;
  /** Changes each second, and therefore is not spoken. */
  readonly number: string;
  readonly after: string;
  readonly hint?: string;
  /** For a screen reader: the same words for as long as the phase lasts. */
  readonly spoken: string;
}

type Values = Readonly<Record<string, string | number>>;

/** The first second that is worth a number. */
const firstCounted = { connecting: 2, waiting: 3 } as const;

/** From here on a silence needs more words than its length. */
const longSilence = 300;

/** The words for an answer that is awaited; undefined once it has ended, and while its text arrives. */
export function progressWords(
  answer: ViewAnswer,
  hasSaidNothing = answer.status === 'waiting',
): ProgressWords | undefined {
  if (!isRunning(answer)) return undefined;
  const { progress } = answer;
  if (!progress) return hasSaidNothing ? awaited('waiting', answer) : undefined;
  switch (progress.phase) {
    case 'connecting':
    case 'waiting':
      return awaited(progress.phase, answer, progress.seconds);
    case 'silent':
      // "Nothing more" would be wrong where there was nothing before: what came is not for the reader.
      return hasSaidNothing ? awaited('waiting', answer, progress.seconds) : silent(progress.seconds);
    case 'retry':
      return retry(progress);
  }
}

function awaited(phase: keyof typeof firstCounted, { model, endpoint }: ViewAnswer, seconds = 0): ProgressWords {
  return counted(strings[phase], { model, endpoint }, seconds >= firstCounted[phase] ? seconds : undefined);
}

function silent(seconds: number): ProgressWords {
  const words = { ...counted(strings.silent, {}, seconds), spoken: strings.silentSpoken };
  return seconds < longSilence ? words : { ...words, hint: strings.silentLong, spoken: strings.silentLong };
}

function retry({ seconds, attempt, attempts, reason }: ViewProgress & { readonly phase: 'retry' }): ProgressWords {
  const words = counted(strings.retry, { attempt, attempts }, seconds);
  return { ...words, reason, spoken: fill(strings.reasonAndWords, { reason, words: words.spoken }) };
}

/** A template whose part in brackets holds the number. Taken apart before it is filled: names may have brackets of their own. */
function counted(template: string, values: Values, seconds: number | undefined): ProgressWords {
  const [first = '', counter = '', last = ''] = template.split(/[[\]]/);
  const before = fill(first, values);
  const after = fill(last, values);
  const number = seconds === undefined ? '' : fill(counter, { time: duration(seconds) });
  return { before, number, after, spoken: before + after };
}

function duration(seconds: number): string {
  if (seconds < 60) return fill(strings.seconds, { seconds });
  return fill(strings.minutes, { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
}
