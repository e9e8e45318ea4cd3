import { createClient } from '../../src/core/client/client';
import { cleanToken, parseEndpoints, parseEndpointUrl, suggestEndpointName } from '../../src/core/endpoints/endpoints';
import { arrayField, stringField } from '../../src/core/unknown';
import { startPracticeServer } from '../support/practiceServer';

/** The endpoint that `npm start` sets up. */
export interface StartEndpoint {
  /** An entry of the `endpointChat.endpoints` setting. */
  readonly setting: { readonly name: string; readonly url: string; readonly model: string };
  readonly why: string;
  /** Ends what was started for it. */
  readonly close: () => Promise<void>;
}

/** A model server that people run on their own machine, and the port that it listens on. */
export interface LocalServer {
  readonly name: string;
  readonly port: number;
}

const knownServers: readonly LocalServer[] = [
  { name: 'Ollama', port: 11434 },
  { name: 'LM Studio', port: 1234 },
  { name: 'llama.cpp', port: 8080 },
  { name: 'vLLM', port: 8000 },
];

const probePatience = 500;

const nothingToClose = async () => undefined;

/** The first model of an endpoint, asked with the same code as in the extension. */
async function firstModel(name: string, url: string, token: string | undefined): Promise<string> {
  const [endpoint] = parseEndpoints([{ name, url }]).endpoints;
  const client = createClient({ token: async () => token });
  try {
    const models = endpoint ? await client.models(endpoint, AbortSignal.timeout(10_000)) : [];
    if (models?.[0]) return models[0].id;
  } catch (error) {
    throw new Error(
      `No model list from ${url}: set ENDPOINT_MODEL. (${error instanceof Error ? error.message : error})`,
    );
  } finally {
    await client.close();
  }
  throw new Error(`${url} has no model list: set ENDPOINT_MODEL.`);
}

async function fromEnvironment(environment: NodeJS.ProcessEnv): Promise<StartEndpoint | undefined> {
  const { ENDPOINT_URL, ENDPOINT_TOKEN, ENDPOINT_MODEL } = environment;
  if (!ENDPOINT_URL) return undefined;
  const { url } = parseEndpointUrl(ENDPOINT_URL);
  const host = suggestEndpointName(url, []);
  const model = ENDPOINT_MODEL || (await firstModel(host, url, cleanToken(ENDPOINT_TOKEN ?? '') || undefined));
  // The extension goes on with the endpoint and model of the last time while there is an endpoint of that name, so
  // another ENDPOINT_MODEL is another name.
  const name = ENDPOINT_MODEL ? `${host} (${model})` : host;
  return { setting: { name, url, model }, why: 'ENDPOINT_URL is set', close: nothingToClose };
}

async function probe({ name, port }: LocalServer): Promise<StartEndpoint | undefined> {
  const origin = `http://127.0.0.1:${port}`;
  try {
    const reply = await fetch(`${origin}/v1/models`, { signal: AbortSignal.timeout(probePatience) });
    const model = stringField(arrayField(await reply.json(), 'data')[0], 'id');
    if (!reply.ok || !model) return undefined;
    const { url } = parseEndpointUrl(origin);
    return { setting: { name, url, model }, why: `it answers on port ${port}`, close: nothingToClose };
  } catch {
    // Nobody is there, or it is something else.
    return undefined;
  }
}

async function onThisMachine(servers: readonly LocalServer[]): Promise<StartEndpoint | undefined> {
  const found = await Promise.all(servers.map(probe));
  return found.find(endpoint => endpoint !== undefined);
}

async function practice(): Promise<StartEndpoint> {
  const server = await startPracticeServer();
  const name = 'Practice server';
  const { url } = parseEndpointUrl(server.url);
  return {
    setting: { name, url, model: await firstModel(name, url, undefined) },
    why: 'ENDPOINT_URL is not set and no model server answers on this machine',
    close: server.close,
  };
}

/**
 * Chooses the endpoint and says which and why: ENDPOINT_URL with ENDPOINT_TOKEN and ENDPOINT_MODEL, else a model server on
 * this machine, else the practice server, which knows its answers by heart.
 */
export async function chooseEndpoint(
  environment: NodeJS.ProcessEnv = process.env,
  localServers: readonly LocalServer[] = knownServers,
): Promise<StartEndpoint> {
  const endpoint = (await fromEnvironment(environment)) ?? (await onThisMachine(localServers)) ?? (await practice());
  const { name, url, model } = endpoint.setting;
  console.error(`Endpoint: ${name}, model ${model}, at ${url} (${endpoint.why}).`);
  return endpoint;
}
