import type { ToolCall } from '../chat';
import { field, isRecord, numberField, stringField, type UnknownRecord } from '../unknown';

/** More calls at once than any model makes: a broken index must not fill the memory. */
const MAX_CALLS = 128;

/** Puts the fragments of tool calls together. */
export interface ToolCallAssembler {
  /** Takes what a delta or a whole message says of tools; `function_call` is what it was called before. */
  take(message: UnknownRecord): void;
  /** The calls, complete now. Each is given out once. */
  finish(): readonly ToolCall[];
}

interface Fragments {
  id: string;
  name: string;
  arguments: string;
}

/** One for each answer. Of more than 128 calls the others are dropped, and so are calls that never get a name. */
export function createToolCallAssembler(): ToolCallAssembler {
  const calls = new Map<number, Fragments>();

  /** By its index; servers that leave it out begin a new call with a new id, or with one more name. */
  function indexOf(fragment: unknown): number {
    const index = numberField(fragment, 'index');
    if (index !== undefined) return index;
    const id = stringField(fragment, 'id');
    const last = Math.max(-1, ...calls.keys());
    const begins = calls.get(last)?.name && stringField(field(fragment, 'function'), 'name');
    if (!id) return begins ? last + 1 : Math.max(0, last);
    for (const [known, call] of calls) if (call.id === id) return known;
    return last + 1;
  }

  function add(fragment: unknown, index: number): void {
    if (!Number.isInteger(index) || index < 0 || index >= MAX_CALLS) return;
    const called = field(fragment, 'function') ?? fragment;
    const call = calls.get(index) ?? { id: '', name: '', arguments: '' };
    call.id ||= stringField(fragment, 'id') ?? '';
    call.name ||= stringField(called, 'name') ?? '';
    call.arguments += argumentText(field(called, 'arguments'));
    calls.set(index, call);
  }

  return {
    take({ tool_calls, function_call }) {
      if (Array.isArray(tool_calls)) {
        for (const fragment of tool_calls) if (isRecord(fragment)) add(fragment, indexOf(fragment));
      }
      if (isRecord(function_call)) add(function_call, 0);
    },
    finish() {
      const complete = [...calls.entries()]
        .toSorted(([left], [right]) => left - right)
        .map(([, call]) => ({ ...call }));
      calls.clear();
      return complete.filter(({ name }) => name !== '');
    },
  };
}

function argumentText(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return isRecord(value) ? JSON.stringify(value) : '';
  } catch {
    // Nested deeper than the stack.
    return '';
  }
}
