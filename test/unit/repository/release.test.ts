import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { arrayField, field, stringField } from '../../../src/core/unknown';

const text = readFileSync('.github/workflows/release.yml', 'utf8');
const workflow = load(text);
const stepsOf = (job: string): readonly unknown[] => arrayField(field(field(workflow, 'jobs'), job), 'steps');
const permissionsOf = (job: string): unknown => field(field(field(workflow, 'jobs'), job), 'permissions');

describe('the release', () => {
  it('holds no secret, and takes every action by the commit that somebody has looked at', () => {
    assert.doesNotMatch(text, /\bsecrets\b/);
    const actions = [...stepsOf('build'), ...stepsOf('release')].flatMap(step => stringField(step, 'uses') ?? []);
    assert.ok(actions.length >= 5);
    for (const action of actions) assert.match(action, /^actions\/[\w-]+@[0-9a-f]{40}$/);
  });

  it('is tested and packaged first, and vouched for before it is published', () => {
    const steps = (job: string): readonly string[] =>
      stepsOf(job).map(step => stringField(step, 'uses')?.split('@')[0] ?? stringField(step, 'run') ?? '');
    const [, , version = '', tests, made = '', kept] = steps('build');
    assert.match(version, /package\.json.*version/);
    assert.equal(tests, 'bash .ci/run');
    assert.match(made, /^npm run package -- --baseContentUrl \S+ --baseImagesUrl \S+$/);
    assert.equal(kept, 'actions/upload-artifact');
    assert.equal(field(field(field(workflow, 'jobs'), 'release'), 'needs'), 'build');
    const [taken, vouched, published = ''] = steps('release');
    assert.deepEqual([taken, vouched], ['actions/download-artifact', 'actions/attest-build-provenance']);
    assert.match(published, /^gh release create .*--draft/);
  });

  it('runs the project where it can only be read, and vouches for it where none of it runs', () => {
    assert.deepEqual(field(workflow, 'permissions'), {});
    assert.deepEqual(permissionsOf('build'), { contents: 'read' });
    const commands = stepsOf('release').flatMap(step => stringField(step, 'run') ?? []);
    assert.deepEqual(
      commands.map(command => command.split(' ')[0]),
      ['gh'],
    );
  });
});
