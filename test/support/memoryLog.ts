/** A log that a test can read: the methods of VS Code's `LogOutputChannel` that write. */
export interface MemoryLog {
  /** One entry for each call, such as `warn: The token is missing.` */
  readonly lines: readonly string[];
  readonly trace: (message: string, ...details: readonly unknown[]) => void;
  readonly debug: (message: string, ...details: readonly unknown[]) => void;
  readonly info: (message: string, ...details: readonly unknown[]) => void;
  readonly warn: (message: string, ...details: readonly unknown[]) => void;
  readonly error: (message: string | Error, ...details: readonly unknown[]) => void;
}

export function memoryLog(): MemoryLog {
  const lines: string[] = [];
  function writer(level: string): (...values: readonly unknown[]) => void {
    return (...values) => void lines.push(`${level}: ${values.map(inWords).join(' ')}`);
  }
  return {
    lines,
    trace: writer('trace'),
    debug: writer('debug'),
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
  };
}

/** Errors with stack and cause, as VS Code writes them: what must not be in a log would hide there. */
function inWords(value: unknown): string {
  if (value instanceof Error) {
    const stack = value.stack ?? value.message;
    return value.cause === undefined ? stack : `${stack}\nCaused by: ${inWords(value.cause)}`;
  }
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}
