import assert from 'node:assert/strict';
import path from 'node:path';
import { createNetwork, type NetworkDependencies } from '../../../src/vscode/network';

const APP = path.join('vs', 'code');
const ASAR = path.join(APP, 'node_modules.asar', '@vscode', 'proxy-agent');
const PLAIN = path.join(APP, 'node_modules', '@vscode', 'proxy-agent');
const URL_ASKED = 'https://api.example.test/v1';

const SETTINGS = {
  proxy: 'http://proxy.test',
  noProxy: ['a.test'],
  proxySupport: 'on',
  proxyAuthorization: 'Basic x',
  proxyStrictSsl: false,
  systemCertificates: true,
} as const;

/** A network in a VS Code that has these modules, by their paths. Others cannot be loaded. */
function networkWith(modules: Readonly<Record<string, unknown>>, more: Partial<NetworkDependencies> = {}) {
  const loaded: string[] = [];
  const network = createNetwork({
    settings: () => SETTINGS,
    appRoot: APP,
    environment: { NO_PROXY: 'b.test' },
    load(file) {
      loaded.push(file);
      if (!Object.hasOwn(modules, file))
        throw Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' });
      return modules[file];
    },
    ...more,
  });
  return { network, loaded };
}

const agent = (answer: unknown) => ({
  resolveProxyURL: async (url: string) => [answer, assert.equal(url, URL_ASKED)][0],
});

describe('VS Code’s network (N3)', () => {
  it('is the settings and the environment, read afresh every time', () => {
    let reads = 0;
    const settings = () => {
      reads++;
      return SETTINGS;
    };
    const { network } = networkWith({}, { settings });
    assert.deepEqual(network(), { ...SETTINGS, environment: { NO_PROXY: 'b.test' } });
    network();
    assert.equal(reads, 2);
  });

  for (const [where, modules, tried] of [
    ['in the archive', { [ASAR]: agent('http://found.test:1') }, [ASAR]],
    ['in the folder', { [PLAIN]: agent('http://found.test:1') }, [ASAR, PLAIN]],
  ] as const) {
    it(`has VS Code’s resolver where it is ${where}, looked for once and not before it is wanted`, async () => {
      const { network, loaded } = networkWith(modules);
      assert.deepEqual(loaded, []);
      assert.equal(await network().resolveProxy?.(URL_ASKED), 'http://found.test:1');
      assert.equal(await network().resolveProxy?.(URL_ASKED), 'http://found.test:1');
      assert.deepEqual(loaded, tried);
    });
  }

  it('has no resolver where there is no such module, and looks no further', () => {
    const { network, loaded } = networkWith({});
    assert.equal('resolveProxy' in network(), false);
    assert.equal('systemCertificateList' in network(), false);
    network();
    assert.deepEqual(loaded, [ASAR, PLAIN]);
  });

  for (const [what, module] of [
    ['is empty', {}],
    ['has something else under that name', { resolveProxyURL: 'http://proxy.test', loadSystemCertificates: 1 }],
    ['is nothing', undefined],
    ['is a text', 'module'],
  ] as const) {
    it(`has no resolver where the module ${what}`, () => {
      const { network } = networkWith({ [PLAIN]: module });
      assert.deepEqual(network(), { ...SETTINGS, environment: { NO_PROXY: 'b.test' } });
    });
  }

  it('has the resolver as soon as VS Code has put it into the module', async () => {
    const module: Record<string, unknown> = {};
    const { network } = networkWith({ [PLAIN]: module });
    assert.equal(network().resolveProxy, undefined);
    module['resolveProxyURL'] = async () => 'http://late.test';
    assert.equal(await network().resolveProxy?.(URL_ASKED), 'http://late.test');
  });

  it('takes an answer that is no address for none, and lets a failure through', async () => {
    for (const answer of [undefined, null, '', 42, {}]) {
      assert.equal(
        await networkWith({ [PLAIN]: agent(answer) })
          .network()
          .resolveProxy?.(URL_ASKED),
        undefined,
      );
    }
    const failing = {
      resolveProxyURL: () => {
        throw new Error('not set up');
      },
    };
    await assert.rejects(
      async () =>
        networkWith({ [PLAIN]: failing })
          .network()
          .resolveProxy?.(URL_ASKED),
      /not set up/,
    );
  });

  it('asks the module for the system’s certificates, and passes on what are texts', async () => {
    const asked: unknown[] = [];
    const loadSystemCertificates = async (options: unknown) => {
      asked.push(options);
      return ['one', Buffer.from('two'), 'three', null];
    };
    const { network } = networkWith({ [PLAIN]: { loadSystemCertificates } });
    assert.deepEqual(await network().systemCertificateList?.(), ['one', 'three']);
    const [options] = asked;
    const log: unknown = Reflect.get(Object(options), 'log');
    for (const level of ['trace', 'debug', 'info', 'warn', 'error'])
      assert.equal(typeof Reflect.get(Object(log), level), 'function', level);
    assert.equal(Reflect.get(Object(options), 'loadSystemCertificatesFromNode')(), true);
    const odd = networkWith({ [PLAIN]: { loadSystemCertificates: async () => 'none' } });
    assert.deepEqual(await odd.network().systemCertificateList?.(), []);
  });
});
