import type { FilePart } from '../../core/chat';
import type { InstructionFileName } from '../../core/prompts/instructionFiles';

/** Which files the user wants to go along, and how long each may be at most, in kilobytes of 1024 bytes. */
export interface InstructionSettings {
  readonly instructionFiles: readonly InstructionFileName[];
  readonly maxFileKilobytes: number;
}

/** The files of the workspace that go along with every question, where the user wants that. */
export interface InstructionsAlong {
  /** What they say, read anew; empty where none is wanted. */
  read(): Promise<string>;
  /** The same, as of the last time that they were read. */
  text(): string;
  /** The files themselves, read anew: for what looks through what is sent. */
  files(): Promise<readonly FilePart[]>;
  /** What is said of them beside the message box, as of the last time that they were read. */
  line(): string | undefined;
}

/**
 * Loads what reads files only once the settings name one, and keeps what was read last. `onChange` is told when the line about them is
 * another one.
 */
export function createInstructions(settings: () => InstructionSettings, onChange: () => void): InstructionsAlong {
  let line: string | undefined;
  let text = '';
  let reading = 0;

  async function read(): Promise<{ readonly text: string; readonly files: readonly FilePart[] }> {
    const turn = ++reading;
    const { instructionFiles, maxFileKilobytes } = settings();
    if (instructionFiles.length === 0 && line === undefined) return { text: '', files: [] };
    const { instructionsOf } = await import('./loadedPrompts');
    const along = await instructionsOf(instructionFiles, maxFileKilobytes);
    // What was asked for later is what counts, also where it was there first.
    if (turn !== reading) return along;
    const isNew = along.line !== line;
    ({ line, text } = along);
    if (isNew) onChange();
    return along;
  }

  return {
    text: () => text,
    line: () => line,
    read: async () => (await read()).text,
    files: async () => (await read()).files,
  };
}
