// The folder that is open in the pictures of what works in editors.
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const SEARCH = `export function debounce(run, wait) {
  let handle;
  return () => {
    handle = setTimeout(run, wait);
  };
}
`;

const CART = `const TAX = 0.11;

// FIXME: a cart that is empty
export function total(cart) {
  return cart.items
    .map(item => item.price)
    .reduce((sum, price) => sum + price);
}

export function withTax(cart) {
  
}
`;

const REVIEW = `---
description: Reviews as our team does
---
Review \${selection}. Answer with a list, the worst first.
`;

/** A repository with a prompt for everybody, and a change that is not committed yet. */
export async function makeWebshop(folder: string): Promise<void> {
  const prompts = path.join(folder, '.github', 'prompts');
  await mkdir(prompts, { recursive: true });
  await writeFile(path.join(prompts, 'team-review.prompt.md'), REVIEW);
  await writeFile(path.join(folder, 'cart.js'), CART);
  await writeFile(path.join(folder, 'search.js'), SEARCH.replace('wait)', 'wait = 250)'));
  const git = (...args: readonly string[]) =>
    promisify(execFile)('git', ['-c', 'user.name=Ayu', '-c', 'user.email=ayu@example.com', ...args], { cwd: folder });
  await git('init', '--quiet');
  await git('add', '.');
  await git('commit', '--quiet', '--no-gpg-sign', '--message', 'feat: search as the user types');
  await writeFile(path.join(folder, 'search.js'), SEARCH);
}
