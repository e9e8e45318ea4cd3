import * as v from 'valibot';
import { BEGINNING, type Branches, chooseIn, draftOf, noBranches } from '../conversation/branches';
import { type Conversation, type Entry, emptyConversation, onTheWay } from '../conversation/conversation';
import { field, isRecord } from '../unknown';
import { EXPORT_FORMAT, EXPORT_VERSION, settled } from './exportedConversation';
import { type ExportedData, exportSchema } from './exportSchema';

/**
 * Why something in a file is not imported.
 *
 * - `notJson`: it is no JSON, or only half of one
 * - `foreign`: JSON of something else
 * - `newerVersion`: a later version of this extension wrote it
 * - `damaged`: it says that it is a conversation, and is none
 * - `tooLarge`: longer, deeper or of more pieces than any conversation
 */
export type ImportProblem = 'notJson' | 'foreign' | 'newerVersion' | 'damaged' | 'tooLarge';

/** All of a conversation, or why nothing of it is taken. */
export type Imported =
  | { readonly type: 'conversation'; readonly conversation: Conversation }
  | { readonly type: 'refused'; readonly problem: ImportProblem };

/** The conversation that exported data tell of, under another id. Its times and everything in it are as they were. */
export function importedConversation(value: unknown, newId: () => string): Imported {
  if (!isRecord(value) || field(value, 'format') !== EXPORT_FORMAT) return refused('foreign');
  const version = field(value, 'version');
  if (typeof version === 'number' && version > EXPORT_VERSION) return refused('newerVersion');
  const parsed = v.safeParse(exportSchema, value);
  if (version !== EXPORT_VERSION || !parsed.success || !isTree(parsed.output)) return refused('damaged');
  if (isTooWide(parsed.output)) return refused('tooLarge');
  const { createdAt, label, target } = parsed.output;
  const empty = { ...emptyConversation(newId(), createdAt), aside: entriesOf(parsed.output) };
  const conversation = onTheWay(empty, branchesOf(parsed.output));
  return {
    type: 'conversation',
    conversation: { ...conversation, ...(target ? { target } : {}), ...labelOf(label) },
  };
}

function refused(problem: ImportProblem): Imported {
  return { type: 'refused', problem };
}

/** Each entry is there once, and none follows one that comes after it: there are no circles. */
function isTree({ entries }: ExportedData): boolean {
  const places = new Map(entries.map(({ id }, index) => [id, index]));
  return (
    places.size === entries.length &&
    entries.every(({ after }, index) => after === BEGINNING || (places.get(after) ?? index) < index)
  );
}

/** More than anyone has said, and more than can be put in order without a pause. */
const MOST_ENTRIES = 20_000;
const MOST_TURNS = 2_000;

function isTooWide({ entries, chosen }: ExportedData): boolean {
  const turns = entries.filter(({ after }, index) => after !== (entries[index - 1]?.id ?? BEGINNING));
  return entries.length > MOST_ENTRIES || turns.length + chosen.length > MOST_TURNS;
}

function entriesOf({ entries }: ExportedData): readonly Entry[] {
  return entries.map(({ after: _a, ...entry }) => (entry.role === 'assistant' ? settled(entry) : entry));
}

function branchesOf({ entries, chosen, hidden }: ExportedData): Branches {
  const draft = draftOf(noBranches);
  for (const { id, after } of entries) {
    draft.follows.set(id, after);
    draft.chosen.set(after, id);
  }
  for (const id of chosen) {
    const after = draft.follows.get(id);
    if (after !== undefined) draft.chosen.set(after, id);
  }
  for (const id of hidden) if (draft.follows.has(id)) draft.hidden.add(id);
  // Where all of it ends is found by choosing anything in it once more.
  const first = draft.chosen.get(BEGINNING);
  if (first !== undefined) chooseIn(draft, first);
  return draft;
}

function labelOf(label: ExportedData['label']): Pick<Conversation, 'label'> {
  const { title = '', pinned } = label ?? {};
  const kept = { ...(title === '' ? {} : { title }), ...(pinned === true ? { pinned } : {}) };
  return Object.keys(kept).length === 0 ? {} : { label: kept };
}
