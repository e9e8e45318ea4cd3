// `npm run bench` measures every area, `npm run bench -- streaming` one, `npm run bench -- streaming:cold` those of its rows
// that are named so; `-- history --large` with as much as a history may become. Nothing here fails because of a slow machine: what misses its goal is only said.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../host/folders';
import { endToEnd } from './endToEnd/area';
import { history } from './history/area';
import type { MeasureOptions } from './options';
import { rendering } from './rendering/area';
import type { Row } from './row';
import { streaming } from './streaming/area';
import { table } from './table';

/** `say` tells whoever waits what is being measured. Only measures with `part` in their names are made. */
type MeasureArea = (say: (what: string) => void, part: string, options: MeasureOptions) => Promise<readonly Row[]>;

/** Every area by its name. */
const areas: Readonly<Record<string, MeasureArea>> = { streaming, rendering, endToEnd, history };

async function bench(names: readonly string[], options: MeasureOptions): Promise<void> {
  const rows: Row[] = [];
  for (const named of names) {
    const [name = '', part = ''] = named.split(':');
    const measureArea = areas[name];
    if (!measureArea) throw new Error(`There is no area “${name}”. Say one of: ${Object.keys(areas).join(', ')}.`);
    rows.push(...(await measureArea(what => console.error(`${name}: ${what}…`), part, options)));
  }
  const file = path.join(projectRoot, 'dist', 'bench.json');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(rows, null, 2)}\n`);
  console.log(table(rows));
}

const asked = process.argv.slice(2).filter(word => !word.startsWith('--'));
try {
  await bench(asked.length > 0 ? asked : Object.keys(areas), { isLarge: process.argv.includes('--large') });
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error && !process.env['DEBUG'] ? error.message : error);
  process.exit(1);
}
