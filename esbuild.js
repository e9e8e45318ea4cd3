// Builds what ships into dist/: the extension host, its parts that load on first use, the page, and the
// highlighter and the list of conversations, which the page loads when they are needed.
//   node esbuild.js               development build
//   node esbuild.js --production  minified, with a size report in dist/meta.json and on the screen
//   node esbuild.js --watch       builds again at every change
// With --outdir=… it goes there instead.
const { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { deflateRawSync } = require('node:zlib');
const esbuild = require('esbuild');
const { hostFiles } = require('./test/host/release/hostFiles.js');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const outdir = process.argv.find(argument => argument.startsWith('--outdir='))?.slice('--outdir='.length) ?? 'dist';

/** Activation needs little of this library: it gets a copy without what other parts need of it. */
const twoValibots = {
  name: 'two-valibots',
  setup(build) {
    build.onResolve({ filter: /^valibot$/ }, async ({ path: name, importer, resolveDir, kind, pluginData }) => {
      if (pluginData?.isFound) return undefined;
      const found = await build.resolve(name, { importer, resolveDir, kind, pluginData: { isFound: true } });
      return path.basename(importer) === 'endpoints.ts' ? found : { ...found, suffix: '?later' };
    });
  },
};

/** The HTTP parser comes twice, with SIMD and without. The plain one runs everywhere; packed, it is a third of its size. */
function oneParser(build) {
  build.onResolve({ filter: /\/llhttp_simd-wasm\.js$/ }, ({ resolveDir, path }) =>
    build.resolve(path.replace('_simd', ''), { resolveDir, kind: 'require-call' }),
  );
  build.onLoad({ filter: /[\\/]undici[\\/]lib[\\/]llhttp[\\/]llhttp-wasm\.js$/ }, ({ path }) => {
    const packed = deflateRawSync(require(path), { level: 9 }).toString('base64');
    return { contents: `module.exports = require('node:zlib').inflateRawSync(Buffer.from('${packed}', 'base64'));` };
  });
}

/** The parser's tables, of which two are used, made while building: to make them takes milliseconds of the first request. */
function finishedTables(build) {
  build.onLoad({ filter: /[\\/]undici[\\/]lib[\\/]llhttp[\\/]constants\.js$/ }, ({ path }) => {
    const { ERROR, TYPE } = require(path);
    return { contents: `module.exports = ${JSON.stringify({ ERROR, TYPE })};` };
  });
}

/**
 * What is never asked for, and what would happen if it was. HTTP/2 is not offered, and Node's own part for it takes longer to load
 * than all the rest; forms are for uploads; proxies of this kind are refused before (`proxyDispatcher.ts`).
 */
const NEVER_USED = {
  'dispatcher/client-h2': `module.exports = () => { throw new Error('HTTP/2 was not offered.'); };`,
  'dispatcher/socks5-proxy-agent': `module.exports = class { constructor() { throw new Error('SOCKS is not supported.'); } };`,
  'web/fetch/body': `exports.extractBody = () => { throw new Error('A form cannot be sent.'); };`,
};

function withoutUnusedParts(build) {
  for (const [name, contents] of Object.entries(NEVER_USED)) {
    const filter = new RegExp(`[\\\\/]undici[\\\\/]lib[\\\\/]${name.replaceAll('/', '[\\\\/]')}\\.js$`);
    build.onLoad({ filter }, () => ({ contents }));
  }
}

/** What goes into the network part otherwise than undici has it. */
const undici = {
  name: 'undici',
  setup(build) {
    oneParser(build);
    finishedTables(build);
    withoutUnusedParts(build);
  },
};

/** Icons to a hundredth of a pixel, a sixth shorter. Both digits stay: what follows may be a number that begins with its point. */
const shortDrawings = {
  name: 'short-drawings',
  setup(build) {
    build.onLoad({ filter: /[\\/]codicons[\\/].*\.svg$/ }, ({ path }) => {
      const drawing = readFileSync(path, 'utf8');
      // The flags of an arc may stand before a number without a space.
      if (/ d="[^"]*[aA]/.test(drawing)) throw new Error(`${path} has an arc, which this cannot shorten.`);
      const contents = drawing.replace(/\d*\.\d{3,}/g, number => Number(number).toFixed(2));
      return { contents, loader: 'text' };
    });
  },
};

/** The page reads blocks itself, and shows HTML as text: of markdown-it it takes the rules for the text inside blocks. */
const onlyUsedRules = {
  name: 'only-used-rules',
  setup(build) {
    build.onLoad({ filter: /[\\/]markdown-it[\\/]dist[\\/]markdown-it\.mjs$/ }, ({ path: file }) => {
      let contents = readFileSync(file, 'utf8');
      for (const [whole, used] of [
        [/\[\s*\[\s*"table",[\s\S]*?\n\];/, '[["reference", reference], ["paragraph", paragraph]];'],
        [/\["replacements", replace\],\s*\["smartquotes", smartquotes\],/, ''],
        [/\["html_inline", html_inline\],/, ''],
      ]) {
        if (!whole.test(contents)) throw new Error(`${file} has other rules than it had: ${whole}`);
        contents = contents.replace(whole, used);
      }
      return { contents };
    });
  },
};

/** The languages that nobody uses are left out, once esbuild knows that making one has no effect. */
const onlyUsedLanguages = {
  name: 'only-used-languages',
  setup(build) {
    build.onLoad({ filter: /legacy-modes[\\/]mode[\\/](clike|css|javascript|xml)\.js$/ }, ({ path: file }) => ({
      contents: readFileSync(file, 'utf8').replace(
        /(?<=[=:] )(?=(?:clike|mkCSS|words|mkJavaScript|mkXML)\()/g,
        '/* @__PURE__ */ ',
      ),
    }));
  },
};

const common = {
  bundle: true,
  outdir,
  minify: production,
  sourcemap: production ? false : 'linked',
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
};

const host = {
  ...common,
  // What activation loads, and then what is loaded on first use: `import('./client/client')` loads dist/network.js.
  entryPoints: {
    extension: 'src/extension.ts',
    addEndpoint: 'src/vscode/endpoints/addEndpoint.ts',
    addressActions: 'src/vscode/endpoints/addressActions.ts',
    chatPage: 'src/vscode/chat/chatPage.ts',
    chatPanel: 'src/vscode/chat/chatPanel.ts',
    chosenFile: 'src/core/context/chosenFile.ts',
    codeActions: 'src/vscode/code/codeActions.ts',
    commitMessage: 'src/vscode/sourceControl/commitMessage.ts',
    completionCheck: 'src/vscode/completion/completionCheck.ts',
    composerWords: 'src/vscode/chat/composerWords.ts',
    context: 'src/vscode/context/contextSources.ts',
    continuedRequest: 'src/core/conversation/continuedRequest.ts',
    conversationHistory: 'src/vscode/history/conversationHistory.ts',
    edits: 'src/vscode/edits/edits.ts',
    exports: 'src/vscode/history/exports.ts',
    faultWords: 'src/vscode/faultWords.ts',
    findingWords: 'src/vscode/findingWords.ts',
    findings: 'src/core/safety/findings.ts',
    gitChanges: 'src/vscode/sourceControl/gitChanges.ts',
    historyStore: 'src/core/store/historyStore.ts',
    inlineCompletion: 'src/vscode/completion/inlineCompletionProvider.ts',
    insertCompletion: 'src/vscode/completion/insertCompletion.ts',
    keptAlong: 'src/core/composer/keptAlong.ts',
    languageModels: 'src/vscode/languageModels/languageModelProvider.ts',
    manageEndpoints: 'src/vscode/endpoints/manageEndpoints.ts',
    modelLists: 'src/core/models/modelLists.ts',
    network: 'src/core/client/client.ts',
    prompts: 'src/vscode/prompts/loadedPrompts.ts',
    selectedCode: 'src/vscode/selectedCode.ts',
    selectionActions: 'src/vscode/selection/selectionActions.ts',
  },
  platform: 'node',
  // Node 22 is what VS Code 1.106 brings; 20 lets the unit tests and the scripts run the same code.
  target: 'node20',
  external: ['vscode'],
  plugins: [undici, twoValibots, hostFiles],
};

const page = {
  ...common,
  entryPoints: { page: 'media/main.ts' },
  platform: 'browser',
  target: 'chrome130',
  format: 'iife',
  loader: { '.svg': 'text' },
  plugins: [shortDrawings, onlyUsedRules],
  alias: { entities: './media/markdown/entities.ts' },
};

const highlight = {
  ...page,
  entryPoints: { highlight: 'media/code/highlight/main.ts' },
  plugins: [onlyUsedLanguages],
};

/** The list of all conversations, which the page loads when it is first opened. */
const pageHistory = {
  ...page,
  entryPoints: { history: 'media/history/main.ts' },
};

/** Prints the size of every file that ships and writes the details, by input file, to meta.json beside them. */
function reportSizes(results) {
  const outputs = Object.assign({}, ...results.map(result => result.metafile.outputs));
  writeFileSync(path.join(outdir, 'meta.json'), JSON.stringify(outputs, null, 2));
  for (const [file, { bytes }] of Object.entries(outputs)) {
    if (!file.endsWith('.map')) console.log(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${file}`);
  }
}

async function main() {
  const configurations = [host, page, highlight, pageHistory];
  if (watch) {
    const contexts = await Promise.all(configurations.map(configuration => esbuild.context(configuration)));
    await Promise.all(contexts.map(context => context.watch()));
    console.log('Watching src and media.');
    return;
  }
  // Whatever an earlier build has left, under whatever name; the tests have folders of their own in there.
  mkdirSync(outdir, { recursive: true });
  for (const file of readdirSync(outdir)) if (/\.(js|css)(\.map)?$/.test(file)) rmSync(path.join(outdir, file));
  reportSizes(await Promise.all(configurations.map(configuration => esbuild.build(configuration))));
}

module.exports = { undici };

// The benchmark takes the plugin alone.
if (require.main === module) {
  main().catch(error => {
    console.error(error.message ?? error);
    process.exitCode = 1;
  });
}
