import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { field, isRecord, parseJson, stringField } from '../../../src/core/unknown';

/** A library of which something is in the package. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** As its own package.json says: an SPDX expression. */
  readonly licence: string;
  /** What its licence wants shipped: the whole of its licence files, unless that is named by its address. */
  readonly licenceText: string;
}

/** The libraries that the build has taken something of, by name. Reads what the last production build says of itself. */
export async function shippedPackages(): Promise<readonly ShippedPackage[]> {
  const outputs = parseJson(await readFile(path.join('dist', 'meta.json'), 'utf8'));
  if (!isRecord(outputs)) throw new Error('dist/meta.json is not there: npm run build makes it.');
  const names = new Set<string>();
  for (const output of Object.values(outputs)) {
    const inputs = field(output, 'inputs');
    for (const [file, use] of Object.entries(isRecord(inputs) ? inputs : {})) {
      const name = packageOf(file);
      // What the bundler read and left out again does not ship.
      if (name && field(use, 'bytesInOutput') !== 0) names.add(name);
    }
  }
  return Promise.all([...names].toSorted().map(describePackage));
}

/** `node_modules/@a/b/c.js` is of `@a/b`. */
export function packageOf(file: string): string | undefined {
  return /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
}

async function describePackage(name: string): Promise<ShippedPackage> {
  const folder = path.join('node_modules', name);
  const manifest = parseJson(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const version = stringField(manifest, 'version');
  const licence = stringField(manifest, 'license');
  const files = (await readdir(folder)).filter(file => /^(licen[cs]e|notice|copying)/i.test(file)).toSorted();
  if (!version || !licence || files.length === 0) throw new Error(`${name} does not say under which licence it is.`);
  const texts = await Promise.all(files.map(file => readFile(path.join(folder, file), 'utf8')));
  const licenceText = texts.map(text => (text.includes(CC_BY_TITLE) ? CC_BY : text).trim()).join('\n\n');
  return { name, version, licence, licenceText };
}

const CC_BY_TITLE = 'Attribution 4.0 International';

/** Section 3(a)(1)(C) of it takes its address for its text, which would be as long as all the others together. */
const CC_BY = `Drawings by Microsoft Corporation under the licence Creative Commons ${CC_BY_TITLE}:
https://creativecommons.org/licenses/by/4.0/legalcode`;

const HEAD = `Endpoint Chat contains parts of the following software. They were changed: what is not used is left out, and drawings have
fewer digits. undici contains llhttp, Copyright Fedor Indutny, 2018, under the same terms as itself (MIT).
`;

/** What their licences ask for: the notices of all that ships, in one text. */
export function noticesOf(packages: readonly ShippedPackage[]): string {
  const parts = packages.map(
    ({ name, version, licence, licenceText }) => `${name} ${version} (${licence})\n\n${licenceText}\n`,
  );
  return [HEAD, ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}
