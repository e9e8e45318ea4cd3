import type { Step } from '../scriptedReply';
import type { Completion } from './model';

/** How fast the practice server writes. Zeros make it answer at once, as tests want it. */
export interface Pace {
  readonly firstTokenMs: number;
  readonly tokenMs: number;
}

/** About 40 tokens a second, as a middling server does. */
export const LIFELIKE: Pace = { firstTokenMs: 300, tokenMs: 25 };

/** The wait before an answer that comes all at once: as long as writing it would have taken. */
export function timeOf({ reasoning, answer }: Completion, { firstTokenMs, tokenMs }: Pace): readonly Step[] {
  const duration = firstTokenMs + tokenMs * (reasoning.length + answer.length);
  return duration > 0 ? [{ wait: duration }] : [];
}
