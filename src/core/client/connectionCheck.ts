import { unlessAborted } from '../abort';
import type { ChatEvent, ChatRequest, ModelInfo } from '../chat';
import type { Clock } from '../clock';
import { type Endpoint, isLoopback, originOf } from '../endpoints/endpoints';
import { type ChatErrorDetails, errorDetails } from '../errors';
import type { Inspection } from '../http/inspection';
import type { Route } from '../http/route';

/** One for each step. Where there is a proxy, `name` (of the host), `connection` and `certificate` are about that. */
export type CheckName =
  | 'address'
  | 'proxy'
  | 'name'
  | 'connection'
  | 'certificate'
  | 'token'
  | 'models'
  | 'reply'
  | 'stream';

/** In the order of the steps. */
export const CHECK_NAMES: readonly CheckName[] = [
  'address',
  'proxy',
  'name',
  'connection',
  'certificate',
  'token',
  'models',
  'reply',
  'stream',
];

/**
 * One step of a connection check. `asked` and `answered` are facts for a report, without secrets; `note` names what the facts
 * mean where that is not plain.
 */
export interface CheckStep {
  readonly name: CheckName;
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
  readonly asked: string;
  readonly answered: string;
  readonly milliseconds: number;
  readonly note?: CheckNote;
  readonly error?: ChatErrorDetails;
}

/**
 * What the facts of a step mean: `connectionReport.ts` has a sentence for each. `wholeOnly` is what an answer has shown, `neverStreams`
 * what the protocol says.
 */
export type CheckNote = 'noToken' | 'noList' | 'modelNotListed' | 'wholeOnly' | 'neverStreams' | 'noModel' | 'byProxy';

/** The ways on which requests go, so that the check meets what they would meet; but lists are fresh, and no attempt is repeated. */
export interface CheckDependencies {
  readonly inspect: Inspection;
  readonly hasToken: (origin: string) => Promise<boolean>;
  readonly models: (endpoint: Endpoint, signal: AbortSignal) => Promise<readonly ModelInfo[] | undefined>;
  /** Asks once, without retries. */
  readonly ask: (endpoint: Endpoint, request: ChatRequest, signal: AbortSignal) => AsyncGenerator<ChatEvent>;
  /** Whether this check has found that the endpoint answers only whole. */
  readonly answersWhole: () => boolean;
  /** It has streamed, whatever was thought of it. */
  readonly onStreamed: (endpoint: Endpoint, model: string) => void;
  readonly clock: Clock;
}

type Finding = Pick<CheckStep, 'answered' | 'note'> & { readonly status?: 'warning' | 'skipped' };

const SKIPPED: Finding = { status: 'skipped', answered: '' };

/**
 * The connection doctor: everything between here and an answer, one step after the other. A step that fails does not end the
 * check, but what cannot work without it is skipped.
 *
 * @throws the reason of the abort
 */
export async function* checkConnection(
  endpoint: Endpoint,
  chosenModel: string | undefined,
  { inspect, hasToken, models, ask, answersWhole, onStreamed, clock }: CheckDependencies,
  signal: AbortSignal,
): AsyncGenerator<CheckStep, void, undefined> {
  const url = new URL(endpoint.url);
  let reachable = true;
  let route: Route = { via: 'direct', orHost: false };
  let listed: readonly ModelInfo[] | undefined;

  async function step(name: CheckName, asked: string, run: () => Promise<Finding>): Promise<CheckStep> {
    const startedAt = clock.now();
    const took = (): number => clock.now() - startedAt;
    try {
      signal.throwIfAborted();
      const { status = 'ok', ...finding } = reachable ? await unlessAborted(run(), signal) : SKIPPED;
      return { name, asked, status, ...finding, milliseconds: took() };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const details = blamed(errorDetails(error), name, route);
      const answered = [details.status, details.serverMessage ?? details.message].filter(Boolean).join(' ');
      return { name, asked, status: 'failed', answered, milliseconds: took(), error: details };
    }
  }

  yield await step('address', `${url.origin}${url.pathname}`, async () => ({ answered: endpoint.protocol }));
  yield await step('proxy', originOf(endpoint.url), async () => {
    route = await unlessAborted(inspect.route(url), signal);
    return { answered: route.via === 'proxy' ? new URL(route.proxy).origin : 'direct' };
  });
  const next = nextStop(url, route);

  let hostMayHelp = route.via === 'direct' && route.orHost;
  for (const [name, asked, run] of [
    ['name', next.hostname, async () => ({ answered: (await inspect.resolve(next)).join(', ') })],
    ['connection', next.host, async () => ({ answered: await inspect.connect(next) })],
    ['certificate', next.origin, () => certificateFinding(inspect, next, route)],
  ] as const) {
    const done = await step(name, asked, run);
    if (done.status === 'failed') {
      reachable = false;
      hostMayHelp &&= name !== 'certificate';
    }
    yield done;
  }
  // Where there is no direct way, VS Code's own fetch may know one.
  reachable ||= hostMayHelp;

  yield await step('token', originOf(endpoint.url), () => tokenFinding(endpoint, hasToken));
  yield await step('models', `GET ${new URL('../models', url).href.split('?')[0]}`, async () => {
    listed = await models(patientFor(endpoint, LIST_PATIENCE), signal);
    return listFinding(listed, chosenModel);
  });
  const model = chosenModel ?? listed?.[0]?.id;
  const question = `POST ${url.origin}${url.pathname} · ${model ?? '?'}`;
  const reply = await step('reply', question, () => askFor({ stream: false, max_tokens: 1 }));
  yield reply;
  // Another refusal of the same kind would tell nothing new; one of the whole answer may not hold for a stream.
  reachable &&= reply.error?.kind !== 'unauthorized' && reply.error?.kind !== 'network';
  yield await step('stream', question, () => askFor({ stream: true, max_tokens: 32 }));

  async function askFor({
    stream,
    max_tokens,
  }: {
    readonly stream: boolean;
    readonly max_tokens: number;
  }): Promise<Finding> {
    if (model === undefined) return { ...SKIPPED, note: 'noModel' };
    if (stream && endpoint.protocol === 'envelope') return { ...SKIPPED, note: 'neverStreams' };
    const startedAt = clock.now();
    const request = oneQuestion(model, stream, { ...endpoint.parameters, max_tokens });
    let firstAt: number | undefined;
    for await (const event of ask(patientFor(endpoint, ANSWER_PATIENCE), request, signal)) {
      if (event.type !== 'text' && event.type !== 'reasoning') continue;
      firstAt ??= clock.now();
    }
    const first = firstAt === undefined ? '' : `first word after ${Math.round(firstAt - startedAt)} ms`;
    if (!stream) return { answered: first === '' ? 'an answer without a word' : 'an answer' };
    if (answersWhole()) return { answered: first, status: 'warning', note: 'wholeOnly' };
    onStreamed(endpoint, model);
    return { answered: first };
  }
}

/** Seconds; a check that takes as long as a slow model may is no check. */
const LIST_PATIENCE = 15;
const ANSWER_PATIENCE = 120;

function patientFor(endpoint: Endpoint, seconds: number): Endpoint {
  const { firstByte, idle } = endpoint.timeouts;
  return { ...endpoint, timeouts: { firstByte: Math.min(firstByte, seconds), idle: Math.min(idle, seconds) } };
}

/** On the way to a proxy it is the proxy that failed. */
function blamed(details: ChatErrorDetails, name: CheckName, route: Route): ChatErrorDetails {
  const toProxy = name === 'name' || name === 'connection' || name === 'certificate';
  if (route.via === 'direct' || !toProxy || details.kind === 'config') return details;
  return { ...details, kind: 'network', fault: 'proxy', proxy: new URL(route.proxy).host };
}

/** The endpoint, or the proxy that knows the way to it. */
function nextStop(url: URL, route: Route): URL {
  return route.via === 'proxy' ? new URL(route.proxy) : url;
}

async function certificateFinding(inspect: Inspection, url: URL, { via }: Route): Promise<Finding> {
  if (url.protocol !== 'https:') return via === 'proxy' ? { ...SKIPPED, note: 'byProxy' } : SKIPPED;
  const { subject, issuer, validTo } = await inspect.secure(url, via === 'proxy' ? 'proxy' : 'endpoint');
  return { answered: `${subject}, issued by ${issuer}, valid to ${validTo}` };
}

async function tokenFinding(endpoint: Endpoint, hasToken: CheckDependencies['hasToken']): Promise<Finding> {
  if (await hasToken(originOf(endpoint.url))) return { answered: 'stored' };
  return isLoopback(endpoint.url)
    ? { answered: 'none', note: 'noToken' }
    : { answered: 'none', status: 'warning', note: 'noToken' };
}

function listFinding(list: readonly ModelInfo[] | undefined, model: string | undefined): Finding {
  if (!list) return { ...SKIPPED, note: 'noList' };
  const answered = `${list.length} models`;
  if (model === undefined || list.some(({ id }) => id === model)) return { answered };
  return { answered, status: 'warning', note: 'modelNotListed' };
}

function oneQuestion(model: string, stream: boolean, parameters: ChatRequest['parameters']): ChatRequest {
  const words = 'Count from one to nine.';
  return { model, stream, parameters, messages: [{ role: 'user', parts: [{ type: 'text', text: words }] }] };
}
