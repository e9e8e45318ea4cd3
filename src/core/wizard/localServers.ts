import { get, type IncomingMessage } from 'node:http';
import { arrayField, asText, parseJson, stringField } from '../unknown';

/** A model server that answers on this machine. */
export interface LocalServer {
  readonly name: string;
  readonly url: string;
  /** How many models it lists. */
  readonly models: number;
}

/** A port where a model server may be, and the server that people run there. */
export interface LocalPort {
  readonly port: number;
  readonly name: string;
  /** Servers of all kinds like this port: one that does not say what it is has no name. */
  readonly isPopular?: boolean;
}

/** Where these servers listen if nobody tells them otherwise. The user reads the names in this order. */
export const LOCAL_PORTS: readonly LocalPort[] = [
  { port: 11434, name: 'Ollama' },
  { port: 1234, name: 'LM Studio' },
  { port: 8080, name: 'llama.cpp', isPopular: true },
  { port: 8000, name: 'vLLM', isPopular: true },
];

/** Milliseconds for a server on this machine to tell its models. */
const PATIENCE = 1500;
/** Bytes of a list that is read; a longer one is no model server's. */
const MOST = 1024 * 1024;

/**
 * Looks for model servers on this machine, at every port at once, and yields each when it has answered. Only loopback is
 * asked, without a token, and only a list of models counts: any web server may listen at these ports.
 *
 * @throws nothing; an abort ends it
 */
export async function* findLocalServers(
  signal: AbortSignal,
  ports: readonly LocalPort[] = LOCAL_PORTS,
  patience = PATIENCE,
): AsyncGenerator<LocalServer, void, undefined> {
  const pending = new Map(
    ports.map(
      port =>
        [
          port,
          askLocalPort(port, AbortSignal.any([signal, AbortSignal.timeout(patience)])).then(server => ({
            port,
            server,
          })),
        ] as const,
    ),
  );
  while (pending.size > 0 && !signal.aborted) {
    const { port, server } = await Promise.race(pending.values());
    pending.delete(port);
    if (server && !signal.aborted) yield server;
  }
}

async function askLocalPort(
  { port, name, isPopular }: LocalPort,
  signal: AbortSignal,
): Promise<LocalServer | undefined> {
  const origin = `http://127.0.0.1:${port}`;
  try {
    const { text, software } = await readReply(`${origin}/v1/models`, signal);
    const models = arrayField(parseJson(text), 'data').filter(model => stringField(model, 'id'));
    if (models.length === 0) return undefined;
    const owner = stringField(models[0], 'owned_by') ?? '';
    const nameHere = nameOf(owner, software) ?? (isPopular ? `localhost:${port}` : name);
    return { name: nameHere, url: origin, models: models.length };
  } catch {
    // Nobody is there, or it is something else.
    return undefined;
  }
}

/** Which server it is, by what it says of itself: each of them can be told to listen anywhere. */
function nameOf(owner: string, software: string): string | undefined {
  const known: readonly (readonly [sign: RegExp, name: string])[] = [
    [/llama\.?cpp/i, 'llama.cpp'],
    [/vllm/i, 'vLLM'],
    [/^library$/, 'Ollama'],
    [/^organization_owner$/, 'LM Studio'],
  ];
  return known.find(([sign]) => sign.test(owner) || sign.test(software))?.[1];
}

interface Reply {
  readonly text: string;
  /** The `Server` header. */
  readonly software: string;
}

function readReply(url: string, signal: AbortSignal): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, headers: { accept: 'application/json' }, signal }, reply => {
      readText(reply).then(text => resolve({ text, software: asText(reply.headers['server']) }), reject);
    });
    request.on('error', reject);
  });
}

async function readText(reply: IncomingMessage): Promise<string> {
  if (reply.statusCode !== 200) {
    reply.destroy();
    return '';
  }
  let text = '';
  for await (const chunk of reply.setEncoding('utf8')) {
    text += chunk;
    if (text.length > MOST) return '';
  }
  return text;
}
