import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isRecord } from '../../../src/core/unknown';
import { SETTINGS, SETTINGS_SECTION } from '../../../src/vscode/ids';

const documents = [
  ...readdirSync('.').filter(name => name.endsWith('.md')),
  ...readdirSync('docs')
    .filter(name => name.endsWith('.md'))
    .map(name => path.posix.join('docs', name)),
];

/** `## Two windows, one file` is linked to as `#two-windows-one-file`. */
function anchorsOf(document: string): readonly string[] {
  const headings = readFileSync(document, 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, words = '']) =>
    words
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the documents', () => {
  for (const document of documents) {
    it(`${document} leads only to what is there`, () => {
      const text = readFileSync(document, 'utf8');
      const links = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)].map(
        ([, link, source]) => link ?? source ?? '',
      );
      for (const link of links.filter(each => !/^(https?|mailto):/.test(each))) {
        const [file = '', anchor] = link.split('#');
        const target = file === '' ? document : path.posix.join(path.posix.dirname(document), file);
        assert.ok(existsSync(target), `${document} leads to ${link}`);
        if (anchor) assert.ok(anchorsOf(target).includes(anchor), `${document} leads to ${link}`);
      }
    });
  }

  it('show every picture of docs/images somewhere', () => {
    const texts = documents.map(document => readFileSync(document, 'utf8')).join('\n');
    const unseen = readdirSync(path.join('docs', 'images')).filter(name => !texts.includes(`images/${name}`));
    assert.deepEqual(unseen, []);
  });

  it('name only files and folders that there are', () => {
    for (const document of documents) {
      for (const [, name = ''] of readFileSync(document, 'utf8').matchAll(
        /`((?:src|media|test|docs)\/[\w./-]*(?:\/|\.\w+))`/g,
      ))
        assert.ok(existsSync(name), `${document}: ${name}`);
    }
  });

  it('name every setting and every command, in the guide', () => {
    const guide = readFileSync(path.join('docs', 'guide.md'), 'utf8');
    const titles: unknown = JSON.parse(readFileSync('package.nls.json', 'utf8'));
    assert.ok(isRecord(titles));
    // These two are the buttons of a box that says the rest.
    const inABox = ['command.submitEdit', 'command.leaveEdit'];
    const commands = Object.entries(titles).filter(([key]) => key.startsWith('command.') && !inABox.includes(key));
    assert.ok(commands.length > 40);
    assert.deepEqual(
      commands.filter(([, title]) => !guide.includes(String(title))),
      [],
    );
    for (const setting of Object.values(SETTINGS))
      assert.ok(guide.includes(`\`${SETTINGS_SECTION}.${setting}\``), setting);
  });

  it('are named in comments by the names that they have', () => {
    const sources = ['src', 'media', 'test'].flatMap(folder =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(name => path.join(folder, name)),
    );
    for (const source of sources.filter(name => name.endsWith('.ts'))) {
      const names = readFileSync(source, 'utf8').matchAll(
        /^\s*(?:\/\/|\/?\*).*?(?<![\w/])((?:src|media|docs)\/[\w./-]+\.(?:ts|md))\b/gm,
      );
      for (const [, name = ''] of names) assert.ok(existsSync(name), `${source}: ${name}`);
    }
  });

  it('name only commands of npm that there are', () => {
    const scripts: unknown = JSON.parse(readFileSync('package.json', 'utf8')).scripts;
    assert.ok(typeof scripts === 'object' && scripts !== null);
    for (const document of documents) {
      for (const [, name = ''] of readFileSync(document, 'utf8').matchAll(/npm run ([\w:]+)/g))
        assert.ok(Object.hasOwn(scripts, name), `${document}: npm run ${name}`);
    }
  });
});
