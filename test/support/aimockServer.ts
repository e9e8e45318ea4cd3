// Someone else's server: aimock from npm speaks HTTP, checks the key, frames the stream and writes it at its own pace. Only
// the words are ours, the practice server's own, so that the same conversation can be held with both.
import { type FixtureOpts, type FixtureResponse, LLMock, type Mountable } from '@copilotkit/aimock';
import { answer } from './practice/answers';
import type { RecordedRequest } from './practice/exchange';
import { practiceModels } from './practice/model';
import type { Pace } from './practice/pace';
import { readQuery } from './practice/query';

export interface AimockServerOptions {
  /** The key that every request must bring. */
  readonly token: string;
  readonly pace: Pace;
}

/** A request that brought the key. `text` is the body as aimock kept it; empty where it keeps none, as for the models. */
export type AimockRequest = Pick<RecordedRequest, 'headers' | 'text' | 'ended'>;

/** aimock in this process. It asks nobody: only its recorder would, and that one is not set up. */
export interface AimockServer {
  /** The origin, such as `http://127.0.0.1:51234`. */
  readonly url: string;
  /** Grows by itself. A request without the key is not among them: aimock refuses it before it looks at it. */
  readonly requests: readonly AimockRequest[];
  /** Answers the next question with this instead. */
  readonly answerNext: (response: FixtureResponse, how?: FixtureOpts) => void;
  /** The next answer begins with this text, and nothing follows while anyone waits for it. */
  readonly stallAfter: (text: string) => void;
  /** The next answer is this text, again and again, for longer than a test takes. */
  readonly writeOn: (text: string) => void;
  readonly close: () => Promise<void>;
}

/** As long as a token of the practice server. */
const PIECE = 4;

/** Longer than a test may take. */
const STALL_MS = 600_000;

/** Between two pieces of an answer that goes on and on. */
const WRITE_ON_MS = 100;

export async function startAimockServer({ token, pace }: AimockServerOptions): Promise<AimockServer> {
  const mock = new LLMock({ host: '127.0.0.1', port: 0, auth: { apiKeys: [token] } });
  const requests: AimockRequest[] = [];
  mock.mount('/v1', observer(mock, requests));
  for (const { id } of practiceModels) mock.on({ endpoint: 'chat', model: id }, practiceAnswer, paced(pace));
  const url = await mock.start();

  function answerNext(response: FixtureResponse, how: FixtureOpts = {}): void {
    mock.prependFixture({ match: { endpoint: 'chat', sequenceIndex: 0 }, response, ...how });
  }
  return {
    url,
    requests,
    answerNext,
    stallAfter(text) {
      // Three pieces: the role, the text, and the end, which does not come.
      const recordedTimings = { ttftMs: 0, interChunkDelaysMs: [0, STALL_MS], totalDurationMs: STALL_MS };
      answerNext({ content: text }, { chunkSize: text.length, recordedTimings });
    },
    writeOn(text) {
      const howOften = STALL_MS / WRITE_ON_MS;
      answerNext(
        { content: text.repeat(howOften) },
        { ...paced({ firstTokenMs: 0, tokenMs: WRITE_ON_MS }), chunkSize: text.length },
      );
    },
    close: () => mock.stop(),
  };
}

function practiceAnswer(request: unknown): FixtureResponse {
  const reading = readQuery(request);
  if (!reading.ok) return { status: reading.refusal.status, error: { message: reading.refusal.message } };
  const { text, reasoning } = answer(reading.query);
  return { content: text, ...(reasoning === '' ? {} : { reasoning }) };
}

function paced({ firstTokenMs, tokenMs }: Pace): FixtureOpts {
  const speed = tokenMs > 0 ? { tps: 1000 / tokenMs } : {};
  return { chunkSize: PIECE, streamingProfile: { ttft: firstTokenMs, ...speed } };
}

/**
 * Sees each request before aimock answers it. aimock's own journal strikes out the key and does not know who closed the
 * connection; the body can only be had from there, for it can be read only once.
 */
function observer(mock: LLMock, requests: AimockRequest[]): Mountable {
  return {
    async handleRequest({ headers }, response) {
      const id = headers['x-request-id'];
      requests.push({
        headers: { ...headers },
        get text() {
          const entry = mock.getRequests().find(candidate => candidate.headers['x-request-id'] === id);
          return entry?.body ? JSON.stringify(entry.body) : '';
        },
        ended: new Promise(resolve => {
          response.once('close', () =>
            resolve({ by: response.writableFinished ? 'server' : 'client', at: performance.now() }),
          );
        }),
      });
      return false;
    },
  };
}
