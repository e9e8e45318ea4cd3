import { isRecord, parseJson, type UnknownRecord } from '../unknown';

/**
 * The object in a JSON text as people paste it: with commas before a closing bracket, or with the backslashes of a shell
 * still before its quotes. Undefined where there is none.
 */
export function looseObject(text: string): UnknownRecord | undefined {
  for (const attempt of [text, withoutBackslashes(text)]) {
    for (const candidate of [attempt, withoutLastCommas(attempt)]) {
      const value = parseJson(candidate);
      if (isRecord(value)) return value;
    }
  }
  return undefined;
}

function withoutLastCommas(text: string): string {
  return text.replace(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, (_match, quoted: string | undefined) => quoted ?? '');
}

function withoutBackslashes(text: string): string {
  return text.replace(/\\(["\\])/g, '$1');
}
