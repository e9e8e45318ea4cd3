/** The files in which a workspace says what a model should know of it, and which the user can send along. */
export const INSTRUCTION_FILES = ['AGENTS.md', '.github/copilot-instructions.md'] as const;

/** One of these, as `endpointChat.context.instructionFiles` names it: a path below the workspace folder. */
export type InstructionFileName = (typeof INSTRUCTION_FILES)[number];
