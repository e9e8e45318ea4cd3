import type { ViewChip } from '../../shared/viewState';
import type { FilePart } from '../chat';
import type { Question } from '../conversation/conversation';

/** The last part of a path. */
export function baseName({ name }: FilePart): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

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
  const label = baseName(part);
  if (!lines) return [{ label, ...more }];
  const [first, last] = lines;
  return [
    { label, detail: first === last ? String(first) : `${first}–${last}`, ...(language ? { language } : {}), ...more },
  ];
}
