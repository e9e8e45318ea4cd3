import { createRequire } from 'node:module';
import path from 'node:path';
import type { NetworkSettings } from '../core/http/route';
import { field } from '../core/unknown';

/** `environment` has the variables of the process, which may name a proxy. Tests hand in a `load` of their own. */
export interface NetworkDependencies {
  /** VS Code's `http.*` settings, read afresh at every call. */
  readonly settings: () => Omit<NetworkSettings, 'environment' | 'resolveProxy' | 'systemCertificateList'>;
  /** Where VS Code itself is installed. */
  readonly appRoot: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Loads a module by its path; throws where there is none. */
  readonly load?: (file: string) => unknown;
}

/**
 * The network as VS Code has it. Its own proxy resolver knows the system's settings and PAC files, but has no API: it is
 * looked for where VS Code keeps it, on first use, and done without where it is not (row N3). VS Code's other extensions
 * find it in the same way (vscode-copilot-chat, `loggingActions.ts`).
 */
export function createNetwork({
  settings,
  appRoot,
  environment,
  load = createRequire(__filename),
}: NetworkDependencies): () => NetworkSettings {
  let found: { readonly agent: unknown } | undefined;

  function proxyAgent(): unknown {
    found ??= { agent: firstThatLoads(['node_modules.asar', 'node_modules'], appRoot, load) };
    return found.agent;
  }

  return () => {
    const resolve = field(proxyAgent(), 'resolveProxyURL');
    const certificates = field(proxyAgent(), 'loadSystemCertificates');
    return {
      ...settings(),
      environment,
      ...(typeof resolve === 'function' ? { resolveProxy: async url => textOrNothing(await resolve(url)) } : {}),
      ...(typeof certificates === 'function'
        ? { systemCertificateList: async () => texts(await certificates(LOAD)) }
        : {}),
    };
  };
}

function firstThatLoads(folders: readonly string[], appRoot: string, load: (file: string) => unknown): unknown {
  for (const folder of folders) {
    try {
      return load(path.join(appRoot, folder, '@vscode', 'proxy-agent'));
    } catch {
      // Not there, or not in this form.
    }
  }
  return undefined;
}

function textOrNothing(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const silent = (): void => undefined;

/** What VS Code's loader of the system's certificates wants. */
const LOAD = {
  log: { trace: silent, debug: silent, info: silent, warn: silent, error: silent },
  loadSystemCertificatesFromNode: () => true,
};

function texts(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter(certificate => typeof certificate === 'string') : [];
}
