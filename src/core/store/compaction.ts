import type { ConversationRecord } from '../conversation/conversation';

type Delta = Extract<ConversationRecord, { readonly type: 'delta' }>;

/** The same in fewer records: pieces of an answer that follow each other become one, where no time that anyone reads gets lost. */
export function mergeDeltas<T extends ConversationRecord>(records: readonly T[]): readonly (T | Delta)[] {
  const merged: (T | Delta)[] = [];
  let run: Delta[] = [];
  for (const record of records) {
    const delta = asDelta(record);
    if (delta && continues(run, delta)) {
      run.push(delta);
      continue;
    }
    if (run.length > 0) merged.push(joined(run));
    run = delta ? [delta] : [];
    if (!delta) merged.push(record);
  }
  if (run.length > 0) merged.push(joined(run));
  return merged;
}

function asDelta(record: ConversationRecord): Delta | undefined {
  return record.type === 'delta' ? record : undefined;
}

/** When the first thought and the first word came is kept: only pieces of one kind are joined, and the first one's time counts. */
function continues(run: readonly Delta[], next: Delta): boolean {
  const first = run[0];
  return first !== undefined && first.id === next.id && kindOf(first) !== 'both' && kindOf(first) === kindOf(next);
}

function kindOf({ text, reasoning }: Delta): 'text' | 'reasoning' | 'both' {
  if (reasoning === '' && text !== '') return 'text';
  return text === '' && reasoning !== '' ? 'reasoning' : 'both';
}

function joined(run: readonly Delta[]): Delta {
  const [first, ...rest] = run;
  if (!first) throw new RangeError('There is nothing to join.');
  if (rest.length === 0) return first;
  const text = run.map(delta => delta.text).join('');
  const reasoning = run.map(delta => delta.reasoning).join('');
  return { ...first, text, reasoning };
}
