import type { ViewChip } from '../../shared/viewState';
import type { Question } from '../conversation/conversation';
import { baseName } from '../text';

/** What went along with the words, as chips: none for the words themselves. */
export function chips(part: Question['parts'][number]): readonly ViewChip[] {
  if (part.type === 'image') return [{ label: part.name, ...(part.thumbnail ? { thumbnail: part.thumbnail } : {}) }];
  if (part.type !== 'file') return [];
  if (part.context) {
    const { kind, label, detail } = part.context;
    return [{ label, ...(detail === undefined ? {} : { detail }), context: kind }];
  }
  const { language, lines, problems } = part;
  const more = problems ? { problems } : {};
  const label = baseName(part.name);
  if (!lines) return [{ label, ...more }];
  const [first, last] = lines;
  return [
    { label, detail: first === last ? String(first) : `${first}–${last}`, ...(language ? { language } : {}), ...more },
  ];
}
