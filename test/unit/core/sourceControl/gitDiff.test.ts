import assert from 'node:assert/strict';
import { fileChanges, hunks, newFileChange } from '../../../../src/core/sourceControl/gitDiff';

const DIFF = `diff --git a/src/sum.ts b/src/sum.ts
index 1111111..2222222 100644
--- a/src/sum.ts
+++ b/src/sum.ts
@@ -3,3 +3,4 @@ export function sum() {
 one
-two
+TWO
+diff --git a/not/a/file b/not/a/file
 three
diff --git a/old name.ts b/new name.ts
similarity index 90%
rename from old name.ts
rename to new name.ts
diff --git a/gone.txt b/gone.txt
deleted file mode 100644
--- a/gone.txt
+++ /dev/null
@@ -1 +0,0 @@
-last words
diff --git a/logo.png b/logo.png
new file mode 100644
index 0000000..3333333
Binary files /dev/null and b/logo.png differ
diff --git a/package-lock.json b/package-lock.json
--- a/package-lock.json
+++ b/package-lock.json
@@ -1 +1 @@
-{}
+{ "a": 1 }
diff --git "a/caf\\303\\251.md" "b/caf\\303\\251.md"
new file mode 100644
--- /dev/null
+++ "b/caf\\303\\251.md"
@@ -0,0 +1 @@
+bonjour
`;

describe('a diff of Git', () => {
  const changes = fileChanges(DIFF);

  it('names its files: where they are now, or where they were', () => {
    assert.deepEqual(
      changes.map(({ path }) => path),
      ['src/sum.ts', 'new name.ts', 'gone.txt', 'logo.png', 'package-lock.json', 'café.md'],
    );
  });

  it('counts lines, and takes a line that looks like a header for what it is', () => {
    assert.deepEqual(
      changes.map(({ added, removed }) => [added, removed]),
      [
        [2, 1],
        [0, 0],
        [0, 1],
        [0, 0],
        [1, 1],
        [1, 0],
      ],
    );
  });

  it('keeps lock files and what is no text to their names', () => {
    assert.deepEqual(
      changes.filter(({ kind }) => kind === 'named').map(({ path }) => path),
      ['logo.png', 'package-lock.json'],
    );
    for (const path of ['yarn.lock', 'a/Cargo.lock', 'go.sum', 'x.min.js', 'a.js.map', 'uv.lock', 'pnpm-lock.yaml'])
      assert.equal(newFileChange(path, 'x').kind, 'named', path);
    for (const path of ['lock.ts', 'src/unlock.ts', 'package.json', 'map.ts', 'locks/a.py'])
      assert.equal(newFileChange(path, 'x').kind, 'text', path);
  });

  it('has hunks that know their lines in the file', () => {
    assert.deepEqual(hunks(changes[0]?.text ?? ''), [
      {
        before: 3,
        after: 3,
        heading: 'export function sum() {',
        columns: 1,
        lines: [' one', '-two', '+TWO', '+diff --git a/not/a/file b/not/a/file', ' three'],
      },
    ]);
  });

  it('counts the lines of a merge by what they are in any of its parents', () => {
    const merge =
      'diff --cc sum.ts\nindex 1,2..3\n--- a/sum.ts\n+++ b/sum.ts\n@@@ -1,2 -1,2 +1,3 @@@\n  one\n +two\n+ three\n++four\n -five\n';
    const [change] = fileChanges(merge);
    assert.deepEqual([change?.path, change?.added, change?.removed], ['sum.ts', 3, 1]);
  });

  it('is the same where a setting of Git paints it', () => {
    const painted = DIFF.replace(/^.+$/gm, '\u001B[1;32m$&\u001B[m').replace(/^\S+[+-]/gm, '$&\u001B[m\u001B[31m');
    assert.deepEqual(fileChanges(painted), changes);
  });

  it('is empty where there is none', () => {
    assert.deepEqual(fileChanges(''), []);
    assert.deepEqual(fileChanges('warning: nothing to see\n'), []);
  });

  it('can be made of a new file, as Git would make it', () => {
    const { text, added } = newFileChange('a/b.ts', 'one\ntwo\n');
    assert.equal(added, 2);
    assert.deepEqual(hunks(text), [{ before: 0, after: 1, heading: '', columns: 1, lines: ['+one', '+two'] }]);
    assert.deepEqual(fileChanges(text), [newFileChange('a/b.ts', 'one\ntwo\n')]);
  });

  it('is only named where a new file is empty, or no text', () => {
    assert.deepEqual(newFileChange('empty', ''), {
      path: 'empty',
      added: 0,
      removed: 0,
      kind: 'text',
      text: 'diff --git a/empty b/empty\nnew file',
    });
    assert.equal(newFileChange('a.bin', undefined).kind, 'named');
  });
});
