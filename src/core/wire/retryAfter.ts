import type { HttpReply } from '../http/http';

/**
 * After how many seconds a server wants to be asked again: `retry-after-ms`, or `Retry-After` as seconds (`1.5`, `20s`) or as a
 * date. Undefined for none, for nonsense, and for what has passed.
 *
 * @param now milliseconds since 1970
 */
export function retryAfterSeconds(header: HttpReply['header'], now: number): number | undefined {
  const milliseconds = Number(header('retry-after-ms') || Number.NaN);
  if (milliseconds > 0) return milliseconds / 1000;
  const text = header('retry-after')?.trim() ?? '';
  const number = /^(\d+(?:\.\d+)?)\s*(ms|s)?$/i.exec(text);
  const seconds = number
    ? Number(number[1]) / (number[2]?.toLowerCase() === 'ms' ? 1000 : 1)
    : // A date names its day and its time; a bare negative number would be read as a year.
      (/[a-z]{3}.*\d:\d/i.test(text) ? Date.parse(text) - now : Number.NaN) / 1000;
  return seconds > 0 && Number.isFinite(seconds) ? seconds : undefined;
}
