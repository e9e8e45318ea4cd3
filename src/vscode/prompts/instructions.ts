import type { InstructionFileName } from '../../core/prompts/instructionFiles';

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
  /** What is said of them beside the message box, as of the last time that they were read. */
  line(): string | undefined;
}

export function createInstructions(settings: () => InstructionSettings, onChange: () => void): InstructionsAlong {
  let line: string | undefined;
  let text = '';
  return {
    text: () => text,
    line: () => line,
    async read() {
      const { instructionFiles, maxFileKilobytes } = settings();
      if (instructionFiles.length === 0 && line === undefined) return '';
      const { instructionsOf } = await import('./loadedPrompts');
      const along = await instructionsOf(instructionFiles, maxFileKilobytes);
      const isNew = along.line !== line;
      line = along.line;
      text = along.text;
      if (isNew) onChange();
      return text;
    },
  };
}
