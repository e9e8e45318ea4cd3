import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { arrayField, field, isRecord, stringField } from '../../../src/core/unknown';

/** The production build, made by `npm test` before the tests run. */
const meta: unknown = JSON.parse(readFileSync(path.join('dist', 'meta.json'), 'utf8'));

function inputsOf(file: string): readonly string[] {
  const inputs = field(field(meta, `dist/${file}`), 'inputs');
  return isRecord(inputs) ? Object.keys(inputs) : [];
}

/** The files that are loaded with a file, which is one of them; what it loads later is not. */
function loadedWith(file: string, found: readonly string[] = []): readonly string[] {
  if (found.includes(file)) return found;
  const paths = arrayField(field(meta, `dist/${file}`), 'imports')
    .filter(each => stringField(each, 'kind') !== 'dynamic-import')
    .map(each => stringField(each, 'path') ?? '');
  const files = paths.filter(each => each.startsWith('dist/')).map(each => path.basename(each));
  return files.reduce<readonly string[]>((all, each) => loadedWith(each, all), [...found, file]);
}

function size(file: string): number {
  return statSync(path.join('dist', file)).size;
}

/** What .vscodeignore lets into the package. */
function shipped(): readonly string[] {
  const lines = readFileSync('.vscodeignore', 'utf8').split('\n');
  return lines.filter(line => /^!dist\/.*\.(js|css)$/.test(line)).map(line => line.slice('!dist/'.length));
}

/** What loads with the first use: parts of the names of its sources. */
const NOT_AT_START: readonly RegExp[] = [
  /\/undici\//,
  /core\/wire\//,
  /core\/http\//,
  /core\/client\/client\.ts/,
  /core\/edits\//,
  /core\/exports\//,
  /core\/history\//,
  /core\/models\/modelLists/,
  /core\/pasted\/endpointInput/,
  /core\/prompts\/(?!instructionFiles)/,
  /core\/safety\/(?!sendCheck)/,
  /core\/sourceControl\/commitMessage/,
  /core\/store\//,
  /core\/titles\//,
  /core\/completion\//,
  /vscode\/chat\/(chatPage|chatPanel|composerWords)/,
  /vscode\/code\/codeActions/,
  /vscode\/completion\/(completionCheck|inlineCompletionProvider|insertCompletion)/,
  /vscode\/context\/contextSources/,
  /vscode\/edits\/edits\.ts/,
  /vscode\/endpoints\/(addEndpoint|manageEndpoints)/,
  /vscode\/findingWords/,
  /vscode\/history\/(conversationHistory|exports)/,
  /vscode\/languageModels\/languageModelProvider/,
  /vscode\/prompts\/loadedPrompts/,
  /vscode\/selectedCode/,
  /vscode\/selection\/selectionActions/,
  /vscode\/sourceControl\/(commitMessage\.ts|gitChanges)/,
  /node_modules\/(ignore|js-yaml|picomatch)\//,
];

describe('the build', () => {
  it('makes exactly what ships', () => {
    const made = readdirSync('dist').filter(file => /\.(js|css)$/.test(file));
    assert.deepEqual(made.toSorted(), shipped().toSorted());
  });

  it('stays within the budgets: 100 kB at activation, 300 kB for the network, 200 kB for the page, 120 kB for colours', () => {
    const sizeWithAll = (file: string): number => loadedWith(file).reduce((sum, each) => sum + size(each), 0);
    assert.ok(sizeWithAll('extension.js') < 100_000, `extension.js: ${sizeWithAll('extension.js')}`);
    assert.ok(size('network.js') < 300_000, `network.js: ${size('network.js')}`);
    assert.ok(size('highlight.js') < 120_000, `highlight.js: ${size('highlight.js')}`);
    assert.ok(size('page.js') + size('page.css') < 200_000, `page: ${size('page.js') + size('page.css')}`);
  });

  it('keeps undici, the wires, and what buttons and messages need out of what activation loads', () => {
    const [atStart, all] = [loadedWith('extension.js').flatMap(inputsOf), shipped().flatMap(inputsOf)];
    for (const part of NOT_AT_START) {
      assert.deepEqual(
        atStart.filter(input => part.test(input)),
        [],
      );
      assert.ok(
        all.some(input => part.test(input)),
        `nothing that ships is called ${part}`,
      );
    }
    assert.deepEqual(loadedWith('extension.js'), ['extension.js']);
    assert.deepEqual(loadedWith('network.js').toSorted(), ['extension.js', 'network.js', 'shared.js']);
    assert.ok(inputsOf('network.js').some(input => input.includes('undici/lib/dispatcher/agent.js')));
  });

  it('opens one file for a part that loads on first use, and the one that several of them share', () => {
    for (const file of shipped().filter(each => inputsOf(each).some(input => input.startsWith('src/')))) {
      const others = loadedWith(file).filter(each => each !== file && each !== 'extension.js');
      assert.ok(others.length === 0 || (others.length === 1 && others[0] === 'shared.js'), `${file}: ${others}`);
    }
  });

  it('asks for no file that is not there, now or later', () => {
    for (const file of shipped().filter(each => each.endsWith('.js'))) {
      const text = readFileSync(path.join('dist', file), 'utf8');
      for (const [, other = ''] of text.matchAll(/\brequire\("\.\/([^"]+)"\)/g))
        assert.ok(shipped().includes(other), `${file}: ${other}`);
    }
  });

  it('is strict, as its sources are', () => {
    for (const file of shipped().filter(each => inputsOf(each).some(input => input.startsWith('src/'))))
      assert.match(readFileSync(path.join('dist', file), 'utf8'), /^"use strict";/, file);
  });

  it('has no source twice', () => {
    const times = new Map<string, number>();
    for (const input of shipped().flatMap(inputsOf))
      if (input.startsWith('src/')) times.set(input, (times.get(input) ?? 0) + 1);
    assert.deepEqual(
      [...times].filter(([, count]) => count > 1),
      [],
    );
  });

  it('leaves out undici’s entry, which would replace the host’s own dispatcher', () => {
    assert.ok(!inputsOf('network.js').includes('node_modules/undici/index.js'));
  });

  it('keeps the programming languages out of what the page loads at first', () => {
    assert.deepEqual(
      inputsOf('page.js').filter(input => input.includes('codemirror')),
      [],
    );
  });

  it('ships no test, and no data of this machine', () => {
    for (const file of shipped()) {
      assert.deepEqual(
        inputsOf(file).filter(input => input.startsWith('test/')),
        [],
      );
      assert.ok(!readFileSync(path.join('dist', file), 'utf8').includes(process.cwd()), file);
    }
  });
});

describe('the pictures of the walkthrough', () => {
  const folder = path.join('media', 'walkthrough');
  const pictures = readdirSync(folder).map(file => path.posix.join('media', 'walkthrough', file));

  it('are those that the manifest names, and ship', () => {
    const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'));
    const [walkthrough] = arrayField(field(manifest, 'contributes'), 'walkthroughs');
    const named = arrayField(walkthrough, 'steps').map(step => stringField(field(step, 'media'), 'svg'));
    assert.ok(named.length > 0);
    assert.deepEqual(named.toSorted(), pictures.toSorted());
    assert.ok(readFileSync('.vscodeignore', 'utf8').includes('!media/walkthrough/*.svg\n'));
  });

  it('take the colours of every theme, as no picture of their own could, and bring nothing that VS Code refuses there', () => {
    for (const file of pictures) {
      const drawing = readFileSync(file, 'utf8');
      assert.match(drawing, /var\(--vscode-/, file);
      assert.doesNotMatch(drawing, /<style|style=|<script|href|="#[0-9a-f]{6}"/i, file);
      assert.ok(drawing.length < 8000, `${file}: ${drawing.length}`);
    }
  });
});

describe('the source', () => {
  const sources = ['src', 'media'].flatMap(folder =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.ts'))
      .map(file => path.join(folder, file)),
  );
  const containing = (pattern: RegExp): readonly string[] =>
    sources.filter(file => pattern.test(readFileSync(file, 'utf8')));

  it('writes the Authorization header in one place, and touches the secrets in one', () => {
    assert.deepEqual(containing(/authorization['"]?: `/i), [path.join('src', 'core', 'http', 'http.ts')]);
    assert.deepEqual(containing(/secrets\.(get|store|delete)/), [path.join('src', 'vscode', 'tokens.ts')]);
  });

  it('reads the settings in one place', () => {
    assert.deepEqual(containing(/getConfiguration\(/), [path.join('src', 'vscode', 'settings.ts')]);
  });

  it('hands the host’s own fetch no options of its transport, which it would discard or trip over', () => {
    const host = readFileSync(path.join('src', 'core', 'http', 'hostExchange.ts'), 'utf8');
    assert.doesNotMatch(host, /dispatcher|undici/);
  });

  it('never makes HTML out of text', () => {
    assert.deepEqual(containing(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment/), []);
  });

  it('makes nothing trusted that a model wrote, and keeps no hidden page alive', () => {
    assert.deepEqual(
      containing(/isTrusted\s*[=:](?!=)|enableCommandUris|retainContextWhenHidden|setGlobalDispatcher|setKeysForSync/),
      [],
    );
  });
});
