import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { PROTOCOLS } from '../../../src/core/endpoints/endpoints';
import { arrayField, field, isRecord, stringField } from '../../../src/core/unknown';
import {
  CHAT_PANEL,
  CHAT_VIEW,
  COMMANDS,
  CONTEXT_KEYS,
  LANGUAGE_MODEL_VENDOR,
  SETTINGS,
  SETTINGS_SECTION,
  WALKTHROUGH,
} from '../../../src/vscode/ids';

const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'));
const words: unknown = JSON.parse(readFileSync('package.nls.json', 'utf8'));
const contributes = field(manifest, 'contributes');

/** Commands whose titles say it as VS Code's own do, not by their names. */
const TITLES: Readonly<Record<string, string>> = {
  openToSide: 'Open in Editor',
  toggleInlineCompletion: 'Turn Inline Suggestions On or Off',
  copyConversation: 'Copy Conversation as Markdown',
  askAgain: 'Again, but',
  submitEdit: 'Ask',
  leaveEdit: 'Cancel',
};

function keys(value: unknown): readonly string[] {
  return isRecord(value) ? Object.keys(value) : [];
}

describe('package.json', () => {
  it('contributes exactly the commands that the code registers', () => {
    const contributed = arrayField(contributes, 'commands').map(command => stringField(command, 'command'));
    assert.deepEqual(contributed.toSorted(), Object.values(COMMANDS).toSorted());
  });

  it('contributes exactly the settings that the code reads', () => {
    const contributed = keys(field(field(contributes, 'configuration'), 'properties'));
    assert.deepEqual(
      contributed.toSorted(),
      Object.values(SETTINGS)
        .map(name => `${SETTINGS_SECTION}.${name}`)
        .toSorted(),
    );
  });

  it('offers every protocol that there is', () => {
    const setting = field(field(field(contributes, 'configuration'), 'properties'), `${SETTINGS_SECTION}.endpoints`);
    const protocol = field(field(field(setting, 'items'), 'properties'), 'protocol');
    assert.deepEqual(arrayField(protocol, 'enum'), [...PROTOCOLS]);
  });

  it('has what the Marketplace shows beside the name', () => {
    assert.deepEqual(arrayField(manifest, 'categories').toSorted(), ['AI', 'Chat']);
    assert.match(stringField(field(manifest, 'galleryBanner'), 'color') ?? '', /^#[0-9a-f]{6}$/i);
    assert.ok(existsSync(stringField(manifest, 'icon') ?? ''));
    assert.ok(arrayField(manifest, 'keywords').length >= 5);
  });

  it('puts the chat view into the secondary sidebar', () => {
    const [container] = arrayField(field(contributes, 'viewsContainers'), 'secondarySidebar');
    const id = stringField(container, 'id') ?? '';
    const [view] = arrayField(field(contributes, 'views'), id);
    assert.equal(stringField(view, 'id'), CHAT_VIEW);
    assert.equal(id, 'endpointChat');
  });

  it('names the vendor under which VS Code finds the models, with a command that adds more', () => {
    const [vendor] = arrayField(contributes, 'languageModelChatProviders');
    assert.equal(stringField(vendor, 'vendor'), LANGUAGE_MODEL_VENDOR);
    assert.equal(stringField(vendor, 'managementCommand'), COMMANDS.addEndpoint);
  });

  it('keeps from workspaces what can send a token or text somewhere else', () => {
    const properties = field(field(contributes, 'configuration'), 'properties');
    const restricted = arrayField(
      field(field(manifest, 'capabilities'), 'untrustedWorkspaces'),
      'restrictedConfigurations',
    );
    const inline = ['endpointChat.inlineCompletion.enable', 'endpointChat.inlineCompletion.languages'];
    const asked = ['endpointChat.systemPrompt', 'endpointChat.context.instructionFiles'];
    const titles = ['endpointChat.history.suggestTitles'];
    for (const name of ['endpointChat.endpoints', ...asked, ...inline, ...titles]) {
      assert.equal(stringField(field(properties, name), 'scope'), 'application', name);
      assert.ok(restricted.includes(name), name);
    }
  });

  it('has a word for every %key%, and a key for every word', () => {
    const used = new Set([...JSON.stringify(manifest).matchAll(/%([\w.]+)%/g)].map(match => match[1] ?? ''));
    assert.deepEqual([...used].toSorted(), keys(words).toSorted());
  });

  it('names its commands as the contract does: the name in words', () => {
    for (const [name, id] of Object.entries(COMMANDS)) {
      assert.equal(id, `endpointChat.${name}`);
      const inWords = name
        .replace(/([A-Z])/g, ' $1')
        .replace(' To ', ' to ')
        .replace(/^./, letter => letter.toUpperCase());
      assert.equal(stringField(words, `command.${name}`)?.replace(/…$/, ''), TITLES[name] ?? inWords);
    }
  });

  it('opens the walkthrough that it contributes, whose buttons run its own commands', () => {
    const [walkthrough] = arrayField(contributes, 'walkthroughs');
    const id = `${stringField(manifest, 'publisher')}.${stringField(manifest, 'name')}#${stringField(walkthrough, 'id')}`;
    assert.equal(id, WALKTHROUGH);
    for (const language of ['', '.id', '.zh-cn']) {
      const text = readFileSync(`package.nls${language}.json`, 'utf8');
      const run = [...text.matchAll(/\(command:([\w.]+)\)/g)].map(match => match[1] ?? '');
      assert.equal(run.length, 7, language);
      for (const command of run) assert.ok(Object.values<string>(COMMANDS).includes(command), command);
    }
    const events = JSON.stringify(walkthrough).matchAll(/"on(Context|Command|SettingChanged):([\w.]+)"/g);
    const known: readonly string[] = [
      ...Object.values(COMMANDS),
      ...Object.values(CONTEXT_KEYS),
      ...Object.values(SETTINGS).map(name => `${SETTINGS_SECTION}.${name}`),
    ];
    for (const [event, , name = ''] of events) assert.ok(known.includes(name), event);
  });

  it('takes Tab, Enter and Esc only at what they are for, and leaves Esc to what is in front of it', () => {
    const bindings = arrayField(contributes, 'keybindings').map(binding => ({
      key: stringField(binding, 'key') ?? '',
      parts: (stringField(binding, 'when') ?? '').split(' && '),
    }));
    const plain = bindings.filter(
      ({ key, parts }) => /^(tab|enter|escape)$/.test(key) && parts.includes('editorTextFocus'),
    );
    assert.equal(plain.length, 4);
    const places: readonly string[] = [CONTEXT_KEYS.atCompletion, CONTEXT_KEYS.atEdit];
    for (const { key, parts } of plain) {
      assert.ok(
        parts.some(part => places.includes(part)),
        key,
      );
      if (key !== 'escape') continue;
      for (const widget of ['suggestWidget', 'inlineSuggestion', 'parameterHints', 'findWidget'])
        assert.ok(parts.includes(`!${widget}Visible`), widget);
    }
  });

  it('activates after VS Code has started, never in its way, so that the lightbulb is there from the start', () => {
    assert.deepEqual(field(manifest, 'activationEvents'), [
      'onStartupFinished',
      // A tab that was open when the window closed is there before that, and empty until it is filled.
      `onWebviewPanel:${CHAT_PANEL}`,
    ]);
  });

  it('pins exact versions, in a lock file without addresses', () => {
    for (const version of Object.values(field(manifest, 'devDependencies') ?? {}))
      assert.match(String(version), /^\d+\.\d+\.\d+$/);
    assert.equal(field(manifest, 'dependencies'), undefined);
    // What a library would do while it is installed, nobody has read.
    assert.match(readFileSync('.npmrc', 'utf8'), /^ignore-scripts=true$/m);
    assert.doesNotMatch(readFileSync('package-lock.json', 'utf8'), /"resolved"|https?:\/\/registry/);
  });
});

describe('the repository', () => {
  it('has at its top only what the design names and what a tool demands by that name', () => {
    const allowed = [
      ...[
        '.ci',
        '.git',
        '.gitattributes',
        '.gitignore',
        '.npmrc',
        '.vscodeignore',
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
      ],
      ...[
        '.github',
        'CONTRIBUTING.md',
        'SECURITY.md',
        'biome.json',
        'docs',
        'esbuild.js',
        'l10n',
        'media',
        'package-lock.json',
        'package.json',
        'package.nls.json',
        'package.nls.id.json',
        'package.nls.zh-cn.json',
        'src',
        'test',
      ],
      ...['tsconfig.json', '.vscode-test', 'dist', 'node_modules', '.vscode'],
    ];
    assert.deepEqual(
      readdirSync('.').filter(name => !allowed.includes(name)),
      [],
    );
  });
});
