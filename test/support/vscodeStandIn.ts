/**
 * Lines for the beginning of a program that loads a file of the extension in a plain Node: what the file takes from
 * `extension.js` makes that load, too, and with it `vscode`, which only an extension host has. Whatever is asked of it is there.
 */
export const VSCODE_STAND_IN = `
  const { Module } = require('node:module');
  const anything = new Proxy(function () {}, {
    get: (_, name) => (name === Symbol.toPrimitive ? () => '' : name === 'then' ? undefined : anything),
    apply: () => anything,
    construct: () => anything,
  });
  const load = Module._load;
  Module._load = (name, ...more) => (name === 'vscode' ? anything : load(name, ...more));
`;
