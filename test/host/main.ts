// The launcher behind `npm start`, `npm test`, `npm run screenshots` and `npm run package`. run.mjs bundles and starts it.
import { packageExtension } from './release/package';
import { screenshots } from './screenshots';
import { start } from './start';
import { test } from './test';

const commands: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  start,
  test,
  screenshots,
  package: packageExtension,
};

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
try {
  if (!command) throw new Error(`Say one of: ${Object.keys(commands).join(', ')}.`);
  process.exit(await command(args));
} catch (error) {
  console.error(error instanceof Error && !process.env['DEBUG'] ? error.message : error);
  process.exit(1);
}
