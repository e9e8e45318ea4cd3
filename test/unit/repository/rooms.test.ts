import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { arrayField, field, parseJson, stringField } from '../../../src/core/unknown';

type Import = readonly [file: string, module: string];

/** Lints a project of one-line files under the project's own rules and returns the imports that they refuse. */
function refused(imports: readonly Import[]): readonly string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'rooms-'));
  try {
    writeFileSync(path.join(folder, 'biome.json'), JSON.stringify({ ...rules(), vcs: { enabled: false } }));
    imports.forEach(([file, module], index) => {
      const target = path.join(folder, numbered(file, index));
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, `import { x } from '${module}';\nx();\n`);
    });
    const biome = path.resolve('node_modules', '@biomejs', 'biome', 'bin', 'biome');
    const options = ['lint', '--reporter=json', '--max-diagnostics=none', '--only=style/noRestrictedImports'];
    const { stdout } = spawnSync(process.execPath, [biome, ...options], { cwd: folder, encoding: 'utf8' });
    const diagnostics = arrayField(parseJson(stdout), 'diagnostics');
    return diagnostics.map(diagnostic => pathOf(field(diagnostic, 'location')).replaceAll(path.sep, '/'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rules(): object {
  const parsed = parseJson(readFileSync('biome.json', 'utf8'));
  assert.ok(typeof parsed === 'object' && parsed !== null);
  return parsed;
}

function numbered(file: string, index: number): string {
  return file.replace('a.ts', `a${index}.ts`);
}

function pathOf(location: unknown): string {
  return stringField(location, 'path') ?? stringField(field(location, 'path'), 'file') ?? '';
}

describe('who may import whom', () => {
  const forbidden: readonly Import[] = [
    ['src/core/a.ts', 'vscode'],
    ['src/core/a.ts', '../vscode/report'],
    ['src/core/a.ts', '../extension'],
    ['src/core/a.ts', '../../media/state'],
    ['src/core/a.ts', 'undici'],
    ['src/core/a.ts', 'undici/lib/dispatcher/agent.js'],
    ['src/core/wire/a.ts', 'undici/lib/dispatcher/agent.js'],
    ['src/core/http/a.ts', 'vscode'],
    ['src/core/http/a.ts', 'undici'],
    ['src/core/http/a.ts', '../chat'],
    ['src/core/http/a.ts', '../endpoints/endpointEntries'],
    ['src/core/http/a.ts', '../client/client'],
    ['src/core/http/a.ts', '../wire/openai'],
    ['src/core/wire/a.ts', 'vscode'],
    ['src/core/wire/a.ts', 'undici'],
    ['src/core/wire/a.ts', '../client/client'],
    ['src/core/wire/a.ts', '../session/chatSession'],
    ['src/core/wire/a.ts', '../../vscode/ids'],
    ['src/core/wire/a.ts', '../http/transport'],
    ['src/core/wire/a.ts', '../http/exchange'],
    ['src/shared/a.ts', '../core/chat'],
    ['src/shared/a.ts', 'node:fs'],
    ['src/shared/a.ts', 'vscode'],
    ['src/vscode/a.ts', './chat/chatView'],
    ['src/vscode/a.ts', './tokens'],
    ['src/vscode/chat/a.ts', '../tokens'],
    ['src/vscode/chat/a.ts', '../code/codeActions'],
    ['src/vscode/chat/a.ts', '../../extension'],
    ['src/vscode/chat/a.ts', '../../../media/state'],
    ['src/vscode/chat/a.ts', 'undici'],
    ['src/vscode/a.ts', 'undici'],
    ['src/vscode/a.ts', '../../media/state'],
    ['src/a.ts', 'undici'],
    ['src/a.ts', 'vscode'],
    ['media/a.ts', 'node:fs'],
    ['media/a.ts', 'vscode'],
    ['media/a.ts', '../src/core/chat'],
    ['media/a.ts', '../src/vscode/ids'],
    ['media/markdown/a.ts', '../../src/core/chat'],
  ];

  const allowed: readonly Import[] = [
    ['src/core/a.ts', './chat'],
    ['src/core/a.ts', 'node:fs'],
    ['src/core/http/a.ts', 'undici/lib/dispatcher/agent.js'],
    ['src/core/http/a.ts', '../errors'],
    ['src/core/http/a.ts', './route'],
    ['src/core/wire/a.ts', '../http/http'],
    ['src/core/wire/a.ts', '../chat'],
    ['src/core/wire/a.ts', '../errors'],
    ['src/core/wire/a.ts', '../text'],
    ['src/core/wire/a.ts', '../unknown'],
    ['src/core/wire/a.ts', '../endpoints/endpoints'],
    ['src/core/wire/a.ts', './sse'],
    ['src/vscode/a.ts', '../core/chat'],
    ['src/vscode/a.ts', './ids'],
    ['src/vscode/a.ts', './quickSteps'],
    ['src/vscode/chat/a.ts', './chatHtml'],
    ['src/vscode/chat/a.ts', '../ids'],
    ['src/vscode/chat/a.ts', '../../core/chat'],
    ['src/vscode/chat/a.ts', '../../core/http/http'],
    ['src/vscode/chat/a.ts', '../../shared/protocol'],
    ['src/a.ts', './vscode/chat/chatView'],
    ['media/a.ts', './state'],
    ['media/a.ts', '../src/shared/protocol'],
  ];
  const all = [...forbidden, ...allowed];
  let refusals: readonly string[] = [];
  before(() => {
    refusals = refused(all);
  });

  all.forEach(([file, module], index) => {
    const may = index >= forbidden.length;
    it(`${file} ${may ? 'may' : 'may not'} import ${module}`, () => {
      assert.equal(refusals.includes(numbered(file, index)), !may);
    });
  });
});
