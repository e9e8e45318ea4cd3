import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  type JsonGeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** What a TLS server needs, as PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

export interface CertificateOptions {
  /** It was valid once, and that is over. */
  readonly expired?: boolean;
}

/** A certificate authority that lives as long as the test: no key is ever written to a file. */
export interface TestAuthority {
  /** As PEM, for whoever is to trust it. */
  readonly certificate: string;
  /** A certificate for a server that is reached under these names: DNS names, also `*.example.test`, and IP addresses. */
  readonly issue: (hosts: readonly string[], options?: CertificateOptions) => Promise<ServerCertificate>;
}

// Keys on this curve are made in under a millisecond; RSA ones take hundreds.
const KEY = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' };
const DAY = 24 * 60 * 60 * 1000;

/** Authorities of the same name are different ones: each has a key of its own. */
export async function createTestAuthority(name: string, options?: CertificateOptions): Promise<TestAuthority> {
  const keys = await createKeys();
  const subject = [{ O: ['Endpoint Chat tests'] }, { CN: [name] }];
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: subject,
    keys,
    signingAlgorithm: SIGNATURE,
    ...validity(options),
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  // OpenSSL looks an issuer up by name; only this tells it which of two trusted authorities of one name to try.
  const issuerKey = await AuthorityKeyIdentifierExtension.create(keys.publicKey);

  async function issue(hosts: readonly string[], issueOptions?: CertificateOptions): Promise<ServerCertificate> {
    const serverKeys = await createKeys();
    const issued = await X509CertificateGenerator.create({
      subject: [{ CN: [`Server of ${name}`] }],
      issuer: subject,
      publicKey: serverKeys.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: SIGNATURE,
      ...validity(issueOptions),
      extensions: [...serverExtensions(hosts), issuerKey],
    });
    return { key: await privateKeyPem(serverKeys), cert: issued.toString('pem') };
  }

  return { certificate: certificate.toString('pem'), issue };
}

/** The certificate of a server that vouches for itself: nobody trusts it unless told to. */
export async function createSelfSigned(
  hosts: readonly string[],
  options?: CertificateOptions,
): Promise<ServerCertificate> {
  const keys = await createKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: ['Self-signed server'] }],
    keys,
    signingAlgorithm: SIGNATURE,
    ...validity(options),
    extensions: serverExtensions(hosts),
  });
  return { key: await privateKeyPem(keys), cert: certificate.toString('pem') };
}

function createKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
}

async function privateKeyPem({ privateKey }: CryptoKeyPair): Promise<string> {
  const encoded = Buffer.from(await crypto.subtle.exportKey('pkcs8', privateKey)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${encoded.replace(/.{64}(?=.)/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
}

function validity({ expired = false }: CertificateOptions = {}): { readonly notBefore: Date; readonly notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - 2 * DAY), notAfter: new Date(expired ? now - DAY : now + DAY) };
}

function serverExtensions(hosts: readonly string[]): Extension[] {
  const names = hosts.map((host): JsonGeneralName => ({ type: isIP(host) ? 'ip' : 'dns', value: host }));
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension(names),
  ];
}
