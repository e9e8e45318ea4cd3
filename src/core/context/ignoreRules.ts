import ignore, { type Ignore } from 'ignore';
import picomatch from 'picomatch';
import { baseName } from '../text';

/** A pattern of the setting `files.exclude`; with `when`, it holds only where there is such a file beside it. */
export interface Exclusion {
  readonly pattern: string;
  /** `$(basename).ts`: a name, in which `$(basename)` is the file's own without its ending. */
  readonly when?: string;
}

/** What `files.exclude` leaves out, by the path below the workspace folder and the names beside it. */
export function createExclusions(
  exclusions: readonly Exclusion[],
): (path: string, siblings: ReadonlySet<string>) => boolean {
  const all = exclusions.filter(isModest).map(({ pattern, when }) => {
    // To VS Code these are letters; to the matcher they would be the groups and repetitions of a regular expression.
    const plain = pattern.replace(/[()|+!@]/g, '\\$&');
    return { matches: picomatch(plain, { dot: true, noextglob: true }), when };
  });
  return (path, siblings) =>
    all.some(({ matches, when }) => {
      if (!matches(path)) return false;
      return when === undefined || siblings.has(when.replace('$(basename)', withoutEnding(path)));
    });
}

/**
 * Whether a pattern is tried at all. Each star of a name multiplies what a hostile one can cost, up to years for a single name;
 * nobody writes more than these.
 */
function isModest({ pattern }: Pick<Exclusion, 'pattern'>): boolean {
  const parts = pattern.split('/');
  return parts.filter(part => part === '**').length <= 4 && parts.every(part => part.split(/\*+/).length <= 4);
}

function withoutEnding(path: string): string {
  const name = baseName(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

/**
 * What Git leaves alone: `.gitignore` of every folder on the way, and the repository's own `info/exclude`. A file that was
 * committed in spite of it is left out, too.
 *
 * @param read the text of a file by its path below the top of the repository; undefined where there is none
 * @returns whether the path is left out, itself or with a folder that it is in
 */
export function createIgnoreRules(
  read: (path: string) => Promise<string | undefined>,
): (path: string, isFolder: boolean) => Promise<boolean> {
  const rules = new Map<string, Promise<Ignore>>();
  const folders = new Map<string, Promise<boolean>>();

  function rulesOf(folder: string): Promise<Ignore> {
    const made = rules.get(folder) ?? readRules(folder);
    rules.set(folder, made);
    return made;
  }

  async function readRules(folder: string): Promise<Ignore> {
    const made = ignore();
    if (folder === '') made.add('.git').add(linesOf(await read('.git/info/exclude')));
    return made.add(linesOf(await read(join(folder, '.gitignore'))));
  }

  /** The rules of the innermost folder that says something about it decide. */
  async function isNamed(path: string, isFolder: boolean): Promise<boolean> {
    for (let folder = parentOf(path); folder !== undefined; folder = parentOf(folder)) {
      const below = folder === '' ? path : path.slice(folder.length + 1);
      const { ignored, unignored } = (await rulesOf(folder)).test(isFolder ? `${below}/` : below);
      if (ignored || unignored) return ignored;
    }
    return false;
  }

  async function isIgnored(path: string, isFolder: boolean): Promise<boolean> {
    if (path === '') return false;
    if (!isFolder) return (await isIgnored(parentOf(path) ?? '', true)) || isNamed(path, false);
    const known = folders.get(path) ?? isIgnored(parentOf(path) ?? '', true).then(is => is || isNamed(path, true));
    folders.set(path, known);
    return known;
  }
  return isIgnored;
}

function linesOf(text = ''): readonly string[] {
  return text.split(/\r?\n/).filter(pattern => isModest({ pattern }));
}

/** The path of a name in a folder, which may be the top. */
export function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Undefined for the top itself. */
function parentOf(path: string): string | undefined {
  return path === '' ? undefined : path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
