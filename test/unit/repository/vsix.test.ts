import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { arrayField, field, stringField } from '../../../src/core/unknown';
import { runCommand } from '../../host/processes';
import { billOfMaterials, makeVsix } from '../../host/release/package';
import { packageOf, shippedPackages } from '../../host/release/shippedPackages';
import { readZip, type ZipEntry } from '../../support/zip';

/** Licences that let their text be shipped in a package of another one, with a notice. */
const LICENCES = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'CC-BY-4.0', '0BSD'];

/** Everything in the package, but the built files and the pictures, which are listed by what makes them. */
const FILES = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/changelog.md',
  'extension/dist/third-party-notices.txt',
  'extension/l10n/bundle.l10n.id.json',
  'extension/l10n/bundle.l10n.zh-cn.json',
  'extension/media/icon.png',
  'extension/media/icon.svg',
  'extension/media/tab-dark.svg',
  'extension/media/tab-light.svg',
  'extension/package.json',
  'extension/package.nls.id.json',
  'extension/package.nls.json',
  'extension/package.nls.zh-cn.json',
  'extension/readme.md',
];

const quiet = { onLine: () => undefined };

describe('the package', () => {
  let folder: string;
  let bytes: Buffer;
  let entries: readonly ZipEntry[];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'vsix-'));
    bytes = await make('first.vsix');
    entries = readZip(bytes);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function make(name: string): Promise<Buffer> {
    await makeVsix(path.join(folder, name));
    return readFile(path.join(folder, name));
  }

  it('has exactly these files', async () => {
    const built = (await readdir('dist')).filter(file => /\.(js|css)$/.test(file));
    const pictures = await readdir(path.join('media', 'walkthrough'));
    const expected = [
      ...FILES,
      ...built.map(file => `extension/dist/${file}`),
      ...pictures.map(file => `extension/media/walkthrough/${file}`),
    ];
    assert.deepEqual(entries.map(({ name }) => name).toSorted(), expected.toSorted());
  });

  it('is small', () => {
    assert.ok(bytes.length < 460_000, `${bytes.length}`);
  });

  it('is the same, byte for byte, when it is packed again', async () => {
    assert.ok(bytes.equals(await make('second.vsix')));
  });

  it('has what a second build of the same source makes, byte for byte', async () => {
    const outdir = path.join(folder, 'second');
    assert.equal(await runCommand(process.execPath, ['esbuild.js', '--production', `--outdir=${outdir}`], quiet), 0);
    const built = (await readdir(outdir)).filter(file => /\.(js|css)$/.test(file));
    const packed = entries.filter(({ name }) => /^extension\/dist\/.*\.(js|css)$/.test(name));
    assert.deepEqual(packed.map(({ name }) => path.basename(name)).toSorted(), built.toSorted());
    for (const { name, bytes: content } of packed)
      assert.ok(content.equals(await readFile(path.join(outdir, path.basename(name)))), name);
  });

  it('comes with a bill of materials that names every library in it, and what it is a bill of', async () => {
    const shipped = await shippedPackages();
    const bill = await billOfMaterials({ name: 'endpoint-chat', version: '1.2.3' }, shipped);
    assert.equal(stringField(bill, 'bomFormat'), 'CycloneDX');
    assert.equal(stringField(field(field(bill, 'metadata'), 'component'), 'version'), '1.2.3');
    const named = arrayField(bill, 'components').map(
      part => `${stringField(part, 'name')} ${stringField(part, 'version')}`,
    );
    assert.deepEqual(named.toSorted(), shipped.map(({ name, version }) => `${name} ${version}`).toSorted());
  });

  it('names no folder of this machine, and no file of the source as such', () => {
    for (const { name, bytes: content } of entries) {
      const text = content.toString('latin1');
      assert.ok(!text.includes(process.cwd()), name);
      assert.doesNotMatch(text, /sourceMappingURL/, name);
    }
  });

  it('has libraries under licences that allow it, each with its notice and its line in docs/dependencies.md', async () => {
    const packages = await shippedPackages();
    const notices = entries.find(({ name }) => name === 'extension/dist/third-party-notices.txt')?.bytes.toString();
    const lines = await readFile(path.join('docs', 'dependencies.md'), 'utf8');
    assert.ok(packages.some(({ name }) => name === 'undici'));
    for (const { name, licence, licenceText } of packages) {
      assert.ok(LICENCES.includes(licence), `${name}: ${licence}`);
      assert.ok(notices?.includes(licenceText), name);
      assert.ok(lines.includes(`\`${name}\``), `docs/dependencies.md says nothing of ${name}.`);
    }
  });

  it('is not made where a file holds a secret', async () => {
    const leaky = path.join(folder, 'leaky');
    await mkdir(leaky);
    const manifest = { name: 'leaky', version: '0.0.1', publisher: 'nobody', engines: { vscode: '^1.106.0' } };
    await writeFile(path.join(leaky, 'package.json'), JSON.stringify(manifest));
    await writeFile(path.join(leaky, 'LICENSE'), 'None.');
    await writeFile(
      path.join(leaky, 'README.md'),
      `The key: ${['ghp', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join('_')}\n`,
    );
    await assert.rejects(makeVsix(path.join(folder, 'leaky.vsix'), { folder: leaky }), /secret/i);
  });
});

describe('the libraries that ship', () => {
  it('are told by the files that are in the build', () => {
    assert.equal(packageOf('node_modules/@vscode/codicons/src/icons/add.svg'), '@vscode/codicons');
    assert.equal(packageOf('node_modules/undici/lib/api/index.js'), 'undici');
    assert.equal(packageOf('src/core/client/client.ts'), undefined);
  });
});
