import type { ModelInfo } from '../chat';
import type { Http, HttpReply } from '../http/http';
import { arrayField, field, isRecord, numberField, parseJson, stringField } from '../unknown';
import { accepted, isAccepted, notThisProtocol, refusal } from './replies';

/** Bytes of a model list; the longest ones known are below 1 MiB. */
const MAX_LIST = 16 * 1024 * 1024;

/** Statuses with which servers say that they have no such list. */
const NO_LIST: ReadonlySet<number> = new Set([404, 405, 501]);

/**
 * `GET …/v1/models`, with what the server tells of each model there or beside it. Undefined where it
 * has no list: that is normal.
 */
export async function models(http: Http, signal: AbortSignal): Promise<readonly ModelInfo[] | undefined> {
  const reply = await http.get('../models', signal);
  if (!isAccepted(reply)) {
    const { error } = await refusal(reply);
    if (NO_LIST.has(reply.status)) return undefined;
    throw error;
  }
  const text = await readText(reply.body);
  const list = parseJson(text);
  // Together sends the list alone.
  const found = Array.isArray(list) ? list : field(list, 'data');
  if (!Array.isArray(found)) throw notThisProtocol(reply, text);
  const entries: readonly unknown[] = found;
  const infos = entries.flatMap(entry => modelInfo(entry));
  return infos.some(({ contextWindow }) => contextWindow !== undefined)
    ? infos
    : askBeside(http, entries, infos, signal);
}

function modelInfo(entry: unknown): readonly ModelInfo[] {
  const id = stringField(entry, 'id');
  if (!id) return [];
  // vLLM, llama.cpp, OpenRouter and some gateways tell the window here, each under a name of its own.
  const contextWindow =
    positive(entry, 'max_model_len') ??
    positive(field(entry, 'meta'), 'n_ctx') ??
    positive(entry, 'context_length') ??
    positive(entry, 'context_window') ??
    positive(entry, 'max_context_length');
  const modalities = arrayField(field(entry, 'architecture'), 'input_modalities');
  const parameters = arrayField(entry, 'supported_parameters');
  return [
    {
      id,
      ...(contextWindow === undefined ? {} : { contextWindow }),
      ...(modalities.length === 0 ? {} : { vision: modalities.includes('image') }),
      ...(parameters.length === 0 ? {} : { tools: parameters.includes('tools') }),
    },
  ];
}

function positive(value: unknown, name: string): number | undefined {
  const number = numberField(value, name);
  return number !== undefined && number > 0 ? number : undefined;
}

/** Milliseconds that details of models may take; the list itself is there already. */
const DETAILS_PATIENCE = 5000;

/** Asks where LiteLLM, LM Studio and Ollama keep what their list leaves out. What cannot be had is left out. */
async function askBeside(
  http: Http,
  entries: readonly unknown[],
  infos: readonly ModelInfo[],
  signal: AbortSignal,
): Promise<readonly ModelInfo[]> {
  const owners = new Set(entries.map(entry => stringField(entry, 'owned_by')));
  const ask = owners.has('library') ? ollama : owners.has('organization_owner') ? lmStudio : liteLlm;
  const enough = AbortSignal.any([signal, AbortSignal.timeout(DETAILS_PATIENCE)]);
  const details = await ask(http, infos, enough).catch((): Details => new Map());
  signal.throwIfAborted();
  return infos.map(info => ({ ...info, ...details.get(info.id) }));
}

type Details = ReadonlyMap<string, Partial<ModelInfo>>;

async function liteLlm(http: Http, _infos: readonly ModelInfo[], signal: AbortSignal): Promise<Details> {
  const list = await readJson(await http.get('../model/info', signal));
  const known = arrayField(list, 'data').map(entry => {
    const info = field(entry, 'model_info');
    return [stringField(entry, 'model_name') ?? '', details(info, ['max_input_tokens', 'max_tokens'])] as const;
  });
  return new Map(known);
}

async function lmStudio(http: Http, _infos: readonly ModelInfo[], signal: AbortSignal): Promise<Details> {
  const list = await readJson(await http.get('/api/v0/models', signal));
  const known = arrayField(list, 'data').map(entry => {
    const type = stringField(entry, 'type');
    const capabilities = field(entry, 'capabilities');
    const abilities = {
      ...(type === undefined ? {} : { vision: type === 'vlm' }),
      // Earlier versions do not tell them.
      ...(Array.isArray(capabilities) ? { tools: capabilities.includes('tool_use') } : {}),
    };
    const window = details(entry, ['loaded_context_length', 'max_context_length']);
    return [stringField(entry, 'id') ?? '', { ...window, ...abilities }] as const;
  });
  return new Map(known);
}

/** Models that are asked about one by one: more would take longer than anyone waits for a list. */
const MAX_ASKED = 50;

async function ollama(http: Http, infos: readonly ModelInfo[], signal: AbortSignal): Promise<Details> {
  const known = infos.slice(0, MAX_ASKED).map(async ({ id }) => {
    const shown = await ollamaModel(http, id, signal).catch(() => ({}));
    return [id, shown] as const;
  });
  return new Map(await Promise.all(known));
}

async function ollamaModel(http: Http, id: string, signal: AbortSignal): Promise<Partial<ModelInfo>> {
  const shown = await readJson(await http.post('/api/show', { model: id }, signal));
  const about = field(shown, 'model_info');
  const name = isRecord(about) ? Object.keys(about).find(key => key.endsWith('.context_length')) : undefined;
  const capabilities = arrayField(shown, 'capabilities');
  const abilities =
    capabilities.length === 0 ? {} : { vision: capabilities.includes('vision'), tools: capabilities.includes('tools') };
  return { ...(name ? details(about, [name]) : {}), ...abilities };
}

function details(info: unknown, windowNames: readonly string[]): Partial<ModelInfo> {
  const contextWindow = windowNames.map(name => positive(info, name)).find(window => window !== undefined);
  const maxOutputTokens = positive(info, 'max_output_tokens');
  const vision = field(info, 'supports_vision');
  const tools = field(info, 'supports_function_calling');
  return {
    ...(contextWindow === undefined ? {} : { contextWindow }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(typeof vision === 'boolean' ? { vision } : {}),
    ...(typeof tools === 'boolean' ? { tools } : {}),
  };
}

async function readJson(reply: HttpReply): Promise<unknown> {
  return parseJson(await readText((await accepted(reply)).body));
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > MAX_LIST) break;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
