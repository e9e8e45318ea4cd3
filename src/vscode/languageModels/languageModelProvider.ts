import * as vscode from 'vscode';
import type { ChatRequest } from '../../core/chat';
import type { Client } from '../../core/client/client';
import type { Endpoint } from '../../core/endpoints/endpoints';
import type { FullTarget } from '../../core/endpoints/target';
import type { ModelCatalog } from '../../core/models/modelCatalog';
import {
  findOffered,
  type OfferedModel,
  offeredId,
  offeredModel,
  offeredModels,
  parametersOver,
  requestFor,
  tokensOf,
} from '../../core/models/offeredModels';
import { COMMANDS } from '../ids';
import { following, inWords, relay } from './languageModelAnswer';
import { messageOf, messagesOf, toolOf } from './languageModelMessages';

/** Milliseconds to wait for a list of models while VS Code shows those that are known. */
const PATIENCE = 3000;

/** `catalog` has the models that endpoints last told of, so that VS Code gets a list without anybody being asked. */
export interface LanguageModelProviderDependencies {
  readonly endpoints: () => readonly Endpoint[];
  /** Loads the network part on first use. */
  readonly client: () => Promise<Client>;
  readonly catalog: Pick<ModelCatalog, 'known' | 'take' | 'learnAfterAnswer'>;
}

/** What VS Code asks for, in one piece. */
export interface AnswerRequest {
  readonly model: string;
  readonly messages: readonly vscode.LanguageModelChatRequestMessage[];
  readonly options: vscode.ProvideLanguageModelChatResponseOptions;
  readonly progress: vscode.Progress<vscode.LanguageModelResponsePart>;
  readonly token: vscode.CancellationToken;
}

/**
 * What VS Code asks of us, in its own types. `answer` rejects with a `LanguageModelError` where it fails, and with a `CancellationError`
 * where it was cancelled.
 */
export interface LanguageModelProvider {
  models(
    options: vscode.PrepareLanguageModelChatModelOptions,
    token: vscode.CancellationToken,
  ): Promise<readonly vscode.LanguageModelChatInformation[]>;
  answer(request: AnswerRequest): Promise<void>;
  countTokens(text: string | vscode.LanguageModelChatRequestMessage): number;
}

/**
 * Answers what VS Code and other extensions ask. Nothing in here ever asks the user anything while an answer is wanted: what
 * cannot be done is said in the error.
 */
export function createLanguageModelProvider({
  endpoints,
  client,
  catalog,
}: LanguageModelProviderDependencies): LanguageModelProvider {
  async function askForList(endpoint: Endpoint, signal: AbortSignal): Promise<void> {
    const either = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
    try {
      const list = await (await client()).models(endpoint, either);
      if (list) await catalog.take(endpoint, list);
    } catch {
      // The request log has it; the models of the setting and of the last list are there.
    }
  }

  async function askForLists(token: vscode.CancellationToken): Promise<void> {
    if (endpoints().length === 0) await vscode.commands.executeCommand(COMMANDS.addEndpoint);
    await abortable(token, signal => Promise.all(endpoints().map(endpoint => askForList(endpoint, signal))));
  }

  async function offered({ endpoint, model }: FullTarget): Promise<OfferedModel> {
    const told = (await catalog.known(endpoint)).find(({ id }) => id === model);
    return offeredModel(endpoint, told ?? { id: model });
  }

  function target(id: string): FullTarget {
    const found = findOffered(id, endpoints());
    if (found) return found;
    throw vscode.LanguageModelError.NotFound(
      vscode.l10n.t('The endpoint of the model {0} is no longer configured.', id),
    );
  }

  return {
    async models({ silent }, token) {
      // VS Code asks silently whenever it likes, also at its start: then nobody is asked anything (row S3).
      if (!silent) await askForLists(token);
      const known = endpoints().map(async endpoint => {
        const models = offeredModels(endpoint, await catalog.known(endpoint));
        return models.map(model => information(endpoint, model));
      });
      return distinct((await Promise.all(known)).flat());
    },
    async answer({ model: id, messages, options, progress, token }) {
      const { endpoint, model } = target(id);
      const request = requestFor(
        await offered({ endpoint, model }),
        chatRequest({ endpoint, model }, messages, options),
      );
      const told = following(progress);
      await abortable(token, async signal => {
        try {
          await relay((await client()).chat(endpoint, request, signal), told.progress);
        } catch (error) {
          if (signal.aborted) throw new vscode.CancellationError();
          await told.settled();
          throw inWords(error, endpoint);
        }
      });
      // Not awaited: the answer is there.
      void catalog.learnAfterAnswer(endpoint);
    },
    countTokens: text => tokensOf(typeof text === 'string' ? text : messageOf(text)),
  };
}

function information(endpoint: Endpoint, offered: OfferedModel): vscode.LanguageModelChatInformation {
  const { model, maxInputTokens, maxOutputTokens, imageInput, toolCalling } = offered;
  return {
    id: offeredId(offered),
    name: model,
    // Without the maker in front and the tag behind: others choose by it.
    family: model.replace(/^.*\//, '').replace(/:.*$/, ''),
    version: model,
    detail: endpoint.name,
    tooltip: vscode.l10n.t('{0}, through the endpoint {1} ({2})', model, endpoint.name, new URL(endpoint.url).host),
    maxInputTokens,
    maxOutputTokens,
    capabilities: { imageInput, toolCalling },
  };
}

/** A model that several endpoints have says whose it is: not every list of VS Code shows more than the name. */
function distinct(
  models: readonly vscode.LanguageModelChatInformation[],
): readonly vscode.LanguageModelChatInformation[] {
  const counts = new Map<string, number>();
  for (const { name } of models) counts.set(name, (counts.get(name) ?? 0) + 1);
  return models.map(model =>
    counts.get(model.name) === 1 ? model : { ...model, name: `${model.name} (${model.detail})` },
  );
}

/** Not the user's system prompt: who asks brings instructions of their own. */
function chatRequest(
  { endpoint, model }: FullTarget,
  messages: AnswerRequest['messages'],
  { tools = [], toolMode, modelOptions = {} }: AnswerRequest['options'],
): ChatRequest {
  const isRequired = toolMode === vscode.LanguageModelChatToolMode.Required;
  return {
    model,
    messages: messagesOf(messages),
    parameters: parametersOver(endpoint, modelOptions),
    stream: endpoint.stream,
    ...(tools.length === 0 ? {} : { tools: tools.map(toolOf), toolChoice: isRequired ? 'required' : 'auto' }),
  };
}

async function abortable(
  token: vscode.CancellationToken,
  run: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const abort = new AbortController();
  const listening = token.onCancellationRequested(() => abort.abort());
  if (token.isCancellationRequested) abort.abort();
  try {
    await run(abort.signal);
  } finally {
    listening.dispose();
  }
}
