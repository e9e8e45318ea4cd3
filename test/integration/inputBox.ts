import * as vscode from 'vscode';

/** Stands in for VS Code's box to type into: what is put into it is seen, and what a test types is told to the extension. */
export interface FakeInputBox {
  /** What the user sees in it. */
  readonly value: string;
  readonly problem: string;
  /** Types, or pastes, the whole value. */
  type(value: string): void;
  press(key: 'Enter' | 'Escape'): void;
  begin(): void;
  end(): void;
}

export function fakeInputBox(): FakeInputBox {
  const real = vscode.window.createInputBox;
  let changes = new vscode.EventEmitter<string>();
  let accepts = new vscode.EventEmitter<void>();
  let hides = new vscode.EventEmitter<void>();
  let value = '';
  let shown: { readonly validationMessage?: string | undefined } = {};
  function put(next: string): void {
    value = next;
    changes.fire(next);
  }
  const create = () => {
    [changes, accepts, hides] = [new vscode.EventEmitter(), new vscode.EventEmitter(), new vscode.EventEmitter()];
    const box = {
      validationMessage: '',
      get value() {
        return value;
      },
      // VS Code tells of this, too.
      set value(next: string) {
        put(next);
      },
      onDidChangeValue: changes.event,
      onDidAccept: accepts.event,
      onDidHide: hides.event,
      show: () => undefined,
      hide: () => hides.fire(),
      dispose: () => undefined,
    };
    shown = box;
    return box;
  };
  return {
    get value() {
      return value;
    },
    get problem() {
      return shown.validationMessage ?? '';
    },
    type: put,
    press: key => (key === 'Enter' ? accepts : hides).fire(),
    begin: () => void Object.assign(vscode.window, { createInputBox: create }),
    end: () => void Object.assign(vscode.window, { createInputBox: real }),
  };
}
