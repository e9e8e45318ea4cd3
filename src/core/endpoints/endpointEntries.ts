import { readEndpointInput } from '../pasted/endpointInput';
import { withKeyOf } from '../pasted/pastedSecrets';
import { isRecord, stringField } from '../unknown';
import { freeName } from './endpointNames';
import { originOf, PROTOCOLS, type Protocol, parseEndpoints } from './endpoints';

/** The entries of the `endpoints` setting as the user has written them: fields that are not known stay as they are. */
export type Entries = readonly unknown[];

type Entry = Readonly<Record<string, unknown>>;

/** Of several with one name, the first that can be used is the one that is. */
function placeOf(entries: Entries, name: string): number {
  const isNamed = (entry: unknown): boolean => stringField(entry, 'name')?.trim() === name;
  const used = entries.findIndex(entry => isNamed(entry) && parseEndpoints([entry]).problems.length === 0);
  return used < 0 ? entries.findIndex(isNamed) : used;
}

/** The entry of an endpoint, changed; all others as they were. */
function changed(entries: Entries, name: string, change: (entry: Entry) => Entry): Entries {
  const place = placeOf(entries, name);
  return entries.map((entry, index) => (index === place && isRecord(entry) ? change(entry) : entry));
}

/** The entries with one of them under another name. Whether that is free is not looked at. */
export function renamed(entries: Entries, name: string, to: string): Entries {
  return changed(entries, name, entry => ({ ...entry, name: to }));
}

/** The entries with another model for one of them, which its conversations begin with. */
export function withModel(entries: Entries, name: string, model: string): Entries {
  return changed(entries, name, entry => ({ ...entry, model }));
}

/** `undefined`: as the address says. */
export function withProtocol(entries: Entries, name: string, protocol: Protocol | undefined): Entries {
  return changed(entries, name, ({ protocol: _, ...entry }) => (protocol ? { ...entry, protocol } : entry));
}

/**
 * The entry of an endpoint at another address. An address that is whole says its protocol, whatever the entry said. A key that
 * comes with the new address is not written down; one that the user has written there goes on to the same server.
 *
 * @throws ChatError of kind `config` when it is no address
 */
export function withAddress(entries: Entries, name: string, pasted: string): Entries {
  return changed(entries, name, ({ protocol, ...entry }) => {
    const known = isWhole(pasted) ? undefined : PROTOCOLS.find(each => each === protocol);
    const { url } = readEndpointInput(pasted, known);
    const moved = { ...entry, url: withKeyOfServer(url, stringField(entry, 'url') ?? '') };
    return known ? { ...moved, protocol: known } : moved;
  });
}

function withKeyOfServer(url: string, before: string): string {
  return URL.canParse(before) && originOf(before) === originOf(url) ? withKeyOf(url, before) : url;
}

function isWhole(pasted: string): boolean {
  return /\/chat\/(completions|completion_messages)(?![\w-])/.test(pasted);
}

/** An entry that was taken out, and where it was. */
export interface Removed {
  readonly entry: unknown;
  readonly place: number;
}

/** Takes out the entry with this name that is used; nothing is removed where there is none. */
export function takeOut(entries: Entries, name: string): { readonly entries: Entries; readonly removed?: Removed } {
  const place = placeOf(entries, name);
  if (place < 0) return { entries };
  return { entries: entries.filter((_, index) => index !== place), removed: { entry: entries[place], place } };
}

/** Puts back what was taken out, unless something else has its name by now. */
export function putBack(entries: Entries, { entry, place }: Removed): Entries {
  return placeOf(entries, stringField(entry, 'name')?.trim() ?? '') < 0 ? entries.toSpliced(place, 0, entry) : entries;
}

/** The entries with a copy of one of them behind it, under a name of its own. */
export function duplicated(entries: Entries, name: string): { readonly entries: Entries; readonly copy: string } {
  const place = placeOf(entries, name);
  const taken = entries.map(entry => stringField(entry, 'name')?.trim() ?? '');
  const copy = freeName(name, taken);
  const original = entries[place];
  if (!isRecord(original)) return { entries, copy: name };
  return { entries: entries.toSpliced(place + 1, 0, { ...original, name: copy }), copy };
}
