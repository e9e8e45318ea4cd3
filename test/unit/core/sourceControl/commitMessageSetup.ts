import assert from 'node:assert/strict';
import type { Message } from '../../../../src/core/chat';
import { type FileChange, newFileChange } from '../../../../src/core/sourceControl/gitDiff';

/** A new file of so many lines. */
export function file(name: string, lines: number): FileChange {
  return newFileChange(name, Array.from({ length: lines }, (_, line) => `const value${line} = ${line};`).join('\n'));
}

/** All that messages say. */
export function textOf(messages: readonly Message[]): string {
  return messages
    .flatMap(({ parts }) => parts)
    .map(part => (part.type === 'text' ? part.text : assert.fail(part.type)))
    .join('\n');
}
