// Puts the files for the extension host together: dist/extension.js, which activation loads, and a file for each part that loads
// on first use. What several of them need is in one file alone: in extension.js where activation needs it, too, else in shared.js.
//
// esbuild finds out what is needed where (`splitting`), and makes some fifty pieces of it, as modules. A few files of CommonJS
// are opened sooner, and pack better.
const path = require('node:path');
const esbuild = require('esbuild');

const SHARED = 'shared';

/** The names of the pieces that a piece imports at once (`import-statement`), or later (`dynamic-import`). */
function importsOf({ imports }, kind) {
  return imports.filter(each => !each.external && each.kind === kind).map(each => path.basename(each.path));
}

/** What is loaded with a piece, and what it loads later that is not a part of its own. */
function loadedWith(pieces, name, parts, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  const piece = pieces.get(name);
  const later = importsOf(piece, 'dynamic-import').filter(other => !parts.includes(other.replace(/\.js$/, '')));
  for (const other of [...importsOf(piece, 'import-statement'), ...later]) loadedWith(pieces, other, parts, found);
  return found;
}

/** The file that each piece goes into. The first part is what activation loads; it has whatever it needs. */
function filesOf(pieces, parts) {
  const files = new Map();
  const [start, ...others] = parts;
  for (const part of others)
    for (const name of loadedWith(pieces, `${part}.js`, parts)) files.set(name, files.has(name) ? SHARED : part);
  for (const name of loadedWith(pieces, `${start}.js`, parts)) files.set(name, start);
  return files;
}

/** What pieces import from pieces of other files: a short name for each, by the piece and its name there. */
function passedNames(pieces, files) {
  const passed = new Map([...pieces.keys()].map(name => [name, new Map()]));
  const counts = new Map();
  const nextName = file => {
    counts.set(file, (counts.get(file) ?? -1) + 1);
    return `$${counts.get(file).toString(36)}`;
  };
  for (const [name, { text }] of pieces) {
    // esbuild's own statements, all of one form.
    for (const [, list, other] of text.matchAll(/\bimport\s*\{([^}]*)\}\s*from\s*"\.\/([\w.-]+)"/g)) {
      if (files.get(name) === files.get(other)) continue;
      const known = passed.get(other);
      for (const [local] of list.split(',').map(each => each.trim().split(/\s/)))
        if (!known.has(local)) known.set(local, nextName(files.get(other)));
    }
  }
  return passed;
}

/** As it is, esbuild would copy the whole of VS Code's API once for each source that imports it. */
function oneHost(text) {
  return text.replace(/\bimport\s*\*\s*as\s+([\w$]+)\s+from\s*"vscode"/g, 'import { vscode as $1 } from "vscode"');
}

/** Resolves pieces of the same file to themselves, and those of other files to what these pass on. */
function puttingTogether(pieces, files) {
  const passed = passedNames(pieces, files);
  const own = file => [...pieces.keys()].filter(name => files.get(name) === file);
  const passOn = (name, from, write) => `export {${[...passed.get(name)].map(write)}} from './${from}';`;
  return {
    name: 'putting-together',
    setup(build) {
      build.onResolve({ filter: /^whole:/ }, ({ path: name }) => ({
        path: name.slice('whole:'.length),
        namespace: 'whole',
      }));
      build.onResolve({ filter: /^[^.]/, namespace: 'piece' }, ({ path: name }) =>
        name === 'vscode' ? { path: name, namespace: 'host' } : { external: true },
      );
      build.onResolve({ filter: /./, namespace: 'host' }, () => ({ external: true }));
      build.onResolve({ filter: /^\.\// }, ({ path: target, importer, namespace, kind }) => {
        if (namespace === 'other') return { path: target, external: true };
        const name = path.basename(target);
        const file = files.get(name);
        if (file === (namespace === 'whole' ? importer : files.get(importer)))
          return { path: name, namespace: 'piece' };
        if (kind !== 'dynamic-import') return { path: name, namespace: 'other' };
        // Else the file would be looked for when it is used, and not be there.
        if (`${file}.js` !== name) throw new Error(`${name} is loaded later and needs a place among the entry points.`);
        return { path: target, external: true };
      });
      build.onLoad({ filter: /./, namespace: 'host' }, () => ({
        contents: `export const vscode = require('vscode');`,
      }));
      build.onLoad({ filter: /./, namespace: 'piece' }, ({ path: name }) => ({
        contents: oneHost(pieces.get(name).text),
      }));
      build.onLoad({ filter: /./, namespace: 'other' }, ({ path: name }) => ({
        contents: passOn(name, `${files.get(name)}.js`, ([local, known]) => `${known} as ${local}`),
      }));
      build.onLoad({ filter: /./, namespace: 'whole' }, ({ path: file }) => ({
        contents: own(file)
          .map(name => passOn(name, name, ([local, known]) => `${local} as ${known}`))
          .concat(file === SHARED ? [] : `export * from './${file}.js';`)
          .join('\n'),
      }));
    },
  };
}

/** What of which source is in each file that was made, and which other files it loads when, as esbuild says it of the pieces in it. */
function outputsOf(pieces, files, { outputs }) {
  const describe = output => {
    const file = path.basename(output, '.js');
    const own = Object.keys(outputs[output].inputs)
      .filter(name => name.startsWith('piece:'))
      .map(name => pieces.get(name.slice('piece:'.length)));
    const imports = ['import-statement', 'dynamic-import'].flatMap(kind => {
      const others = new Set(own.flatMap(about => importsOf(about, kind)).map(name => files.get(name)));
      return [...others]
        .filter(other => other !== file)
        .map(other => ({ path: output.replace(/[^/]*$/, `${other}.js`), kind }));
    });
    return { imports, inputs: Object.assign({}, ...own.map(({ inputs }) => inputs)) };
  };
  return Object.fromEntries(Object.entries(outputs).map(([file, { bytes }]) => [file, { bytes, ...describe(file) }]));
}

/** Takes what esbuild has split; the first of its entries is what activation loads. */
const hostFiles = {
  name: 'host-files',
  setup(build) {
    const { entryPoints, outdir, target, minify, sourcemap, legalComments, logLevel } = build.initialOptions;
    const parts = Object.keys(entryPoints);
    Object.assign(build.initialOptions, { splitting: true, format: 'esm', write: false, chunkNames: 'piece-[hash]' });
    if (sourcemap) build.initialOptions.sourcemap = 'inline';
    build.onEnd(async result => {
      if (result.errors.length > 0) return;
      const texts = new Map(result.outputFiles.map(({ path: file, text }) => [path.basename(file), text]));
      const pieces = new Map(
        Object.entries(result.metafile.outputs).map(([file, about]) => {
          const name = path.basename(file);
          return [name, { ...about, text: texts.get(name) }];
        }),
      );
      const files = filesOf(pieces, parts);
      const { metafile } = await esbuild.build({
        ...{ outdir, target, minify, sourcemap, legalComments, logLevel },
        entryPoints: [...new Set(files.values())].map(file => ({ in: `whole:${file}`, out: file })),
        bundle: true,
        format: 'cjs',
        metafile: true,
        // All of it is required: nothing in it need tell Node what an `import` of it would find.
        platform: 'neutral',
        supported: { 'dynamic-import': false },
        // Modules are strict; what is made of them is only if it says so.
        banner: { js: '"use strict";' },
        plugins: [puttingTogether(pieces, files)],
      });
      result.metafile.outputs = outputsOf(pieces, files, metafile);
    });
  },
};

module.exports = { hostFiles };
