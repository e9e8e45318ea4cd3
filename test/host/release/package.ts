// `npm run package`: builds, and puts the VSIX into dist/release, with a list of the libraries in it (CycloneDX) and the
// checksums of both. The same source makes the same bytes. What comes behind `--` goes to vsce, such as --baseContentUrl.
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { arrayField, field, isRecord, parseJson, stringField } from '../../../src/core/unknown';
import { projectRoot } from '../folders';
import { runCommand, runNpm } from '../processes';
import { makeTemporaryFolder, removeTemporaryFolder } from '../temporaryFolder';
import { noticesOf, type ShippedPackage, shippedPackages } from './shippedPackages';

const releaseFolder = path.join('dist', 'release');
/** What the libraries' licences want shipped; .vscodeignore lets it in. */
const NOTICES = path.join('dist', 'third-party-notices.txt');
/** Nothing of these can ship: what is installed and downloaded, and what the tests and this command make. */
const LEFT_OUT = /^(\.git|\.vscode-test|node_modules|dist[\\/](test|release|screenshots|failures))$/;
/** Seconds since 1970. Whatever time it is, the files in the package are of this one: else its bytes would differ. */
const PACKAGED_AT = '1767225600';

export interface VsixOptions {
  /** Of the extension; the project's own where none is named. */
  readonly folder?: string;
  /** More of what vsce takes. */
  readonly args?: readonly string[];
}

/**
 * Makes a VSIX of what the last production build has made. vsce looks through every file for secrets first.
 *
 * @throws Error with what vsce says, where it finds one or refuses otherwise
 */
export async function makeVsix(file: string, { folder, args = [] }: VsixOptions = {}): Promise<void> {
  if (folder) return runVsce(folder, file, args);
  // vsce holds every file that it finds against every line of .vscodeignore: half a minute for those of VS Code alone.
  const copy = await makeTemporaryFolder();
  try {
    const filter = (name: string) => !LEFT_OUT.test(path.relative(projectRoot, name));
    await cp(projectRoot, copy, { recursive: true, filter });
    await writeFile(path.join(copy, NOTICES), noticesOf(await shippedPackages()));
    await runVsce(copy, file, args);
  } finally {
    await removeTemporaryFolder(copy);
  }
}

async function runVsce(folder: string, file: string, args: readonly string[]): Promise<void> {
  const vsce = path.join(projectRoot, 'node_modules', '@vscode', 'vsce', 'vsce');
  // Links of the README stay as they are, unless somebody says where the repository is.
  const links = args.some(arg => arg.startsWith('--base')) ? [] : ['--no-rewrite-relative-links'];
  const lines: string[] = [];
  const code = await runCommand(
    process.execPath,
    [vsce, 'package', '--no-dependencies', ...links, ...args, '--out', path.resolve(file)],
    {
      folder,
      // The time zone, too: what a ZIP file knows is the time on the wall.
      environment: { ...process.env, SOURCE_DATE_EPOCH: PACKAGED_AT, TZ: 'UTC' },
      onLine: line => lines.push(line),
    },
  );
  if (code !== 0) throw new Error(`vsce ended with ${code}:\n${lines.join('\n')}`);
}

interface Named {
  readonly name: string;
  readonly version: string;
}

/** npm's own list of everything that is installed, with what ships of it alone. npm names the folder; we name the extension. */
export async function billOfMaterials(shippedAs: Named, shipped: readonly ShippedPackage[]): Promise<unknown> {
  const lines: string[] = [];
  const code = await runNpm(['sbom', '--sbom-format', 'cyclonedx'], { onLine: line => lines.push(line) });
  const all = parseJson(lines.join('\n'));
  if (code !== 0 || !isRecord(all)) throw new Error(`npm sbom ended with ${code}.`);
  const names = new Set(shipped.map(({ name, version }) => `${name}@${version}`));
  const of = (entry: unknown) => `${stringField(entry, 'name')}@${stringField(entry, 'version')}`;
  const components = arrayField(all, 'components').filter(component => names.has(of(component)));
  if (components.length !== names.size) throw new Error('npm sbom does not know every library that ships.');
  const metadata = field(all, 'metadata');
  const { name, version } = shippedAs;
  const named = { type: 'application', 'bom-ref': `${name}@${version}`, name, version };
  const about = isRecord(metadata) ? { ...metadata, component: named } : { component: named };
  // All of it is bundled, so that nothing in it depends on anything.
  return { ...all, metadata: about, components, dependencies: [] };
}

/** Resolves to the exit code. */
export async function packageExtension(args: readonly string[]): Promise<number> {
  const built = await runNpm(['run', '--silent', 'build']);
  if (built !== 0) return built;
  const manifest = parseJson(await readFile('package.json', 'utf8'));
  const shippedAs = { name: stringField(manifest, 'name') ?? '', version: stringField(manifest, 'version') ?? '' };
  const vsix = path.join(releaseFolder, `${shippedAs.name}-${shippedAs.version}.vsix`);
  const bill = path.join(releaseFolder, 'sbom.cdx.json');
  await rm(releaseFolder, { recursive: true, force: true });
  await mkdir(releaseFolder, { recursive: true });
  await makeVsix(vsix, { args });
  const materials = await billOfMaterials(shippedAs, await shippedPackages());
  await writeFile(bill, `${JSON.stringify(materials, null, 2)}\n`);
  let sums = '';
  for (const file of [vsix, bill]) {
    const bytes = await readFile(file);
    sums += `${createHash('sha256').update(bytes).digest('hex')}  ${path.basename(file)}\n`;
    console.log(`${(bytes.length / 1000).toFixed(1).padStart(8)} kB  ${file}`);
  }
  await writeFile(path.join(releaseFolder, 'SHA256SUMS'), sums);
  return 0;
}
