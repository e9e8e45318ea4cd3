import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

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

  it('name only commands of npm that there are', () => {
    const scripts: unknown = JSON.parse(readFileSync('package.json', 'utf8')).scripts;
    assert.ok(typeof scripts === 'object' && scripts !== null);
    for (const document of documents) {
      for (const [, name = ''] of readFileSync(document, 'utf8').matchAll(/npm run ([\w:]+)/g))
        assert.ok(Object.hasOwn(scripts, name), `${document}: npm run ${name}`);
    }
  });
});
