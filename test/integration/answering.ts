import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** Stands in for the user where VS Code asks: remembers what was asked and gives the answers of the test, in order. */
export interface Answering {
  readonly asked: readonly string[];
  /** The answer to the next question, given once `meanwhile` has happened. */
  answer(label: string | undefined, meanwhile?: () => PromiseLike<unknown>): void;
  begin(): void;
  end(): void;
}

interface Answer {
  readonly label: string | undefined;
  readonly meanwhile: () => PromiseLike<unknown>;
}

type Show = (message: string, ...rest: readonly unknown[]) => Promise<unknown>;

export function answering(): Answering {
  const asked: string[] = [];
  const answers: Answer[] = [];
  const shows = ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'] as const;
  const real = Object.fromEntries(shows.map(name => [name, vscode.window[name]]));

  const show: Show = async (message, ...rest) => {
    const [options] = rest;
    const detail = typeof options === 'object' && options !== null && 'detail' in options ? String(options.detail) : '';
    asked.push(`${message}\n${detail}`);
    const next = answers.shift();
    if (!next) return undefined;
    await next.meanwhile();
    if (next.label !== undefined) assert.ok(rest.includes(next.label), `"${next.label}" is offered by: ${message}`);
    return next.label;
  };

  return {
    asked,
    answer: (label, meanwhile = async () => undefined) => answers.push({ label, meanwhile }),
    begin() {
      asked.length = 0;
      answers.length = 0;
      for (const name of shows) Object.assign(vscode.window, { [name]: show });
    },
    end() {
      Object.assign(vscode.window, real);
    },
  };
}
