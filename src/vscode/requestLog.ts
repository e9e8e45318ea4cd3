import * as vscode from 'vscode';
import type { Client } from '../core/client/client';
import type { RequestRecord } from '../core/client/requestLog';
import { logLine } from './report';

type Log = Pick<vscode.LogOutputChannel, 'info' | 'error' | 'trace' | 'logLevel'>;

/** Writes a line for each request: what was asked of whom, how long it took, and how it ended. */
export function logRequest(log: Log, record: RequestRecord): void {
  const { endpoint, model, request, way, status, connected, replied, firstWord, total, usage, outcome, error } = record;
  const milliseconds = (what: string, time: number | undefined): string =>
    time === undefined ? '' : `${what} ${Math.round(time)} ms`;
  const line = [
    endpoint,
    model ?? '',
    request,
    way,
    status === undefined ? '' : String(status),
    milliseconds('connected', connected),
    milliseconds('replied', replied),
    milliseconds('first word', firstWord),
    milliseconds('total', total),
    usage ? `${usage.inputTokens ?? '?'} tokens in, ${usage.outputTokens ?? '?'} out` : '',
    outcome,
  ]
    .filter(part => part !== '')
    .join(' | ');
  if (error) log.error(`${line} | ${logLine(error)}`);
  else log.info(line);
  if (!record.isPrivate && error?.serverMessage && log.logLevel === vscode.LogLevel.Trace)
    log.trace(`refused: ${error.serverMessage}`);
}

/** A client that writes what is said into the log, at trace level only, and says so first. */
export function withTracedText(client: Client, log: Log): Client {
  let warned = false;
  const isTracing = (): boolean => log.logLevel === vscode.LogLevel.Trace;
  return {
    ...client,
    async *chat(endpoint, request, signal) {
      if (request.isPrivate) {
        yield* client.chat(endpoint, request, signal);
        return;
      }
      if (isTracing() && !warned) {
        log.trace('At this level, what you and the model write is in the log. Choose another level to keep it out.');
        warned = true;
      }
      if (isTracing()) log.trace(`sent: ${JSON.stringify(request.messages)}`);
      let text = '';
      try {
        for await (const event of client.chat(endpoint, request, signal)) {
          if (event.type === 'text' && isTracing()) text += event.text;
          yield event;
        }
      } finally {
        if (isTracing()) log.trace(`received: ${text}`);
      }
    },
  };
}
