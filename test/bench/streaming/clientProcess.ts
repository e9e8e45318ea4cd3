// The process of one client: loads its bundle, does one task and prints numbers. It loads nothing itself that a client could
// need: what is loaded already would make that client's cold start look better than it is.
//   node clientProcess.mjs <client bundle> <target as JSON> <task> <model> <times>
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { field } from '../../../src/core/unknown';
import type { Client, ClientModule } from './clients/client';
import { isTaskName, tasks } from './tasks';

const [clientFile = '', target = '', task = '', model = '', times = '1'] = process.argv.slice(2);

function load(): Client {
  const module: unknown = createRequire(import.meta.url)(clientFile);
  if (!isClientModule(module)) throw new Error(`${clientFile} exports no client.`);
  return module.connect(JSON.parse(target));
}

function isClientModule(module: unknown): module is ClientModule {
  return typeof field(module, 'connect') === 'function';
}

if (!isTaskName(task)) throw new Error(`There is no task “${task}”.`);
const numbers = await tasks[task](load, model, Number(times));
// On a line of its own: clients may print what they like before it.
writeSync(1, `\n${JSON.stringify(numbers)}\n`);
process.exit(0);
