import { X509Certificate } from 'node:crypto';
import * as tls from 'node:tls';
import type { NetworkSettings } from './route';

type Sources = Pick<NetworkSettings, 'systemCertificates' | 'systemCertificateList' | 'environment'>;

/**
 * Every authority that is trusted: Node's own, the system's, and those of NODE_EXTRA_CA_CERTS (row N6). The host's patched
 * `tls` would bring them, but only to `node:https`, and its `fetch` leaves the last ones out.
 */
export async function trustedAuthorities(sources: Sources): Promise<readonly string[]> {
  const [system, extra] = await Promise.all([systemAuthorities(sources), extraAuthorities(sources.environment)]);
  const builtIn = new Set(tls.rootCertificates.map(certificate => certificate.trim()));
  const added = new Set([...system, ...extra].map(certificate => certificate.trim()).filter(pem => !builtIn.has(pem)));
  return [...builtIn, ...[...added].filter(isCurrent)];
}

async function systemAuthorities(sources: Sources): Promise<readonly string[]> {
  if (!sources.systemCertificates) return [];
  try {
    // Node 22.15 and newer; what VS Code 1.106 runs on has it.
    const ofNode: unknown = Reflect.get(tls, 'getCACertificates');
    const found: unknown = typeof ofNode === 'function' ? ofNode('system') : await sources.systemCertificateList?.();
    return Array.isArray(found) ? found.filter(certificate => typeof certificate === 'string') : [];
  } catch {
    // A broken store must not end all connections: most endpoints need none of its certificates.
    return [];
  }
}

async function extraAuthorities(environment: Sources['environment']): Promise<readonly string[]> {
  const file = environment['NODE_EXTRA_CA_CERTS'];
  if (!file) return [];
  const { readFile } = await import('node:fs/promises');
  // Node itself ignores a file that cannot be read, with a warning.
  const text = await readFile(file, 'latin1').catch(() => '');
  return text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
}

/** An expired authority of the same name as a valid one would be tried first and end the handshake. */
function isCurrent(certificate: string): boolean {
  try {
    return Date.parse(new X509Certificate(certificate).validTo) > Date.now();
  } catch {
    return false;
  }
}
