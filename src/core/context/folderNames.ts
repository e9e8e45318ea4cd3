import { join } from './ignoreRules';

/** One thing in a folder, under the name that its disk gives it, which may hold any character. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
  /** It leads somewhere else: its name is listed, and what is behind it is not. */
  readonly isLink?: boolean;
}

/** Which folder is listed, and how far. What looks into folders comes from outside; all paths are below the workspace folder. */
export interface FolderNamesOptions {
  /** Its path below the workspace folder; empty for that itself. */
  readonly folder: string;
  /** What is in a folder; rejects where it cannot be read. */
  readonly list: (path: string) => Promise<readonly FolderEntry[]>;
  readonly isExcluded: (path: string, siblings: ReadonlySet<string>) => boolean;
  readonly isIgnored: (path: string, isFolder: boolean) => Promise<boolean>;
  /** As many names as are listed at most. */
  readonly most: number;
}

/** The names below a folder. */
export interface FolderNames {
  /** A tree: a name in each line, indented below its folder. */
  readonly lines: readonly string[];
  readonly count: number;
  /** There are more, which are not listed. */
  readonly isCut: boolean;
}

interface Branch {
  readonly path: string;
  readonly name: string;
  readonly children: (Branch | string)[];
  isCut: boolean;
}

/** Folders that are asked about at the same time: each answer may come from another machine. */
const AT_ONCE = 16;

/** Lists level by level: where not everything fits, the upper levels are there, and each folder with more in it says so. */
export async function folderNames(options: FolderNamesOptions): Promise<FolderNames> {
  const top: Branch = { path: options.folder, name: '', children: [], isCut: false };
  const waiting: Branch[] = [top];
  let count = 0;
  while (waiting.length > 0 && count < options.most) {
    const branches = waiting.splice(0, AT_ONCE);
    const lists = await Promise.all(branches.map(({ path }) => entriesOf(path, options)));
    for (const [index, branch] of branches.entries()) {
      const entries = lists[index] ?? [];
      const room = options.most - count;
      branch.isCut = entries.length > room;
      for (const { name, isFolder, isLink } of entries.slice(0, room)) {
        const child = isFolder ? { path: join(branch.path, name), name, children: [], isCut: false } : name;
        branch.children.push(child);
        if (typeof child !== 'string' && !isLink) waiting.push(child);
        count++;
      }
    }
  }
  // Whether there is anything in those is not known; that they were not looked into has to be said.
  for (const branch of waiting) branch.isCut = true;
  const isCut = waiting.length > 0 || hasCut(top);
  return { lines: linesOf(top, ''), count, isCut };
}

async function entriesOf(path: string, { list, isExcluded, isIgnored }: FolderNamesOptions): Promise<FolderEntry[]> {
  const all = await list(path).catch(() => []);
  const siblings = new Set(all.map(({ name }) => name));
  const kept: FolderEntry[] = [];
  for (const entry of all) {
    const own = join(path, entry.name);
    if (!isExcluded(own, siblings) && !(await isIgnored(own, entry.isFolder))) kept.push(entry);
  }
  return kept.sort((one, other) => Number(other.isFolder) - Number(one.isFolder) || compare(one.name, other.name));
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function hasCut({ isCut, children }: Branch): boolean {
  return isCut || children.some(child => typeof child !== 'string' && hasCut(child));
}

function linesOf({ children, isCut }: Branch, indent: string): readonly string[] {
  const lines = children.flatMap(child => {
    if (typeof child === 'string') return [`${indent}${plain(child)}`];
    return [`${indent}${plain(child.name)}/`, ...linesOf(child, `${indent}  `)];
  });
  return isCut ? [...lines, `${indent}…`] : lines;
}

/** A name may hold whatever its disk allows, a line end too. */
function plain(name: string): string {
  return name.replace(/\p{Cc}/gu, '\uFFFD');
}
