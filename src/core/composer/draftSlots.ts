import { isRecord } from '../unknown';
import { type DraftMemory, type KeptDraft, keptDraft } from './drafts';

/** The drafts that outlive a window, the last one last. */
type Slots = readonly Slot[];

/** A draft, and every id that its conversation has had: one in which nothing was said yet gets another in the next window. */
interface Slot {
  readonly ids: readonly string[];
  readonly draft: KeptDraft;
}

/** Where the drafts of all conversations are kept, as one value. */
export interface SlotMemory {
  readonly get: () => unknown;
  readonly set: (value: { readonly slots: Slots }) => void;
  /** The conversation that a draft belongs to which was kept when there was only one. */
  readonly only: string | undefined;
}

const MOST_SLOTS = 20;
/** Characters of all of them. */
const MOST_TEXT = 256 * 1024;

/**
 * The place of one conversation's draft among those of all others.
 *
 * @param opens the id by which the conversation was opened
 * @param id the one that it has now
 */
export function draftSlot(memory: SlotMemory, opens: string | undefined, id: () => string): DraftMemory {
  const ids = (): readonly string[] => [...new Set([...(opens === undefined ? [] : [opens]), id()])];

  function write(draft: KeptDraft | undefined): void {
    const own = ids();
    const before = slotsFrom(memory);
    const others = before.filter(slot => !slot.ids.some(each => own.includes(each)));
    if (!draft && others.length === before.length) return;
    memory.set({ slots: newest(draft ? [...others, { ids: own, draft }] : others) });
  }

  return {
    read() {
      const own = ids();
      const slot = slotsFrom(memory).find(each => each.ids.some(known => own.includes(known)));
      // The next window may ask for it by the id that it has now.
      if (slot && !slot.ids.includes(id())) write(slot.draft);
      return slot?.draft;
    },
    write,
  };
}

function newest(slots: Slots): Slots {
  const last = slots.slice(-MOST_SLOTS);
  const textFrom = (index: number): number => last.slice(index).reduce((sum, { draft }) => sum + draft.text.length, 0);
  return last.filter((_, index) => textFrom(index) <= MOST_TEXT);
}

function slotsFrom({ get, only }: SlotMemory): Slots {
  const value = get();
  const single = keptDraft(value);
  if (single) return only === undefined ? [] : [{ ids: [only], draft: single }];
  if (!isRecord(value) || !Array.isArray(value['slots'])) return [];
  return value['slots'].flatMap((slot: unknown) => {
    const draft = isRecord(slot) ? keptDraft(slot['draft']) : undefined;
    const ids: unknown = isRecord(slot) ? slot['ids'] : undefined;
    if (!draft || !Array.isArray(ids)) return [];
    return [{ ids: ids.filter((id: unknown): id is string => typeof id === 'string'), draft }];
  });
}
