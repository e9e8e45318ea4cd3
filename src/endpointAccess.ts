import { type Activity, createActivity } from './core/client/activity';
import { type Clients, createClients } from './core/client/clients';
import { originOf } from './core/endpoints/endpoints';
import { createOriginMemory, type OriginMemory } from './core/endpoints/originMemory';
import { createModelCatalog, type ModelCatalog, type ModelCatalogDependencies } from './core/models/modelCatalog';
import { onFirstUse } from './core/onFirstUse';
import { createNetwork } from './vscode/network';
import { logRequest, withTracedText } from './vscode/requestLog';
import { readHttpSettings, readSettings } from './vscode/settings';
import { createTokens, type Tokens } from './vscode/tokens';

/** `report` is told of what fails where nobody waits for it; `onRecalled` and `onLearned` of models, as the catalog tells of them. */
export interface EndpointAccessDependencies extends Pick<ModelCatalogDependencies, 'onRecalled' | 'onLearned'> {
  readonly context: {
    readonly globalState: Parameters<typeof createOriginMemory>[0];
    readonly secrets: Parameters<typeof createTokens>[0];
  };
  /** Where VS Code itself is installed. */
  readonly appRoot: string;
  readonly modelListsFile: string;
  readonly log: Parameters<typeof logRequest>[0];
  readonly report: (error: unknown) => void;
}

/** How endpoints are reached, and what is known of them. */
export interface EndpointAccess {
  readonly origins: OriginMemory;
  readonly activity: Activity;
  readonly tokens: Tokens;
  readonly clients: Clients;
  readonly catalog: ModelCatalog;
}

/** Milliseconds to wait for a list of models that nobody has asked for. */
const MODEL_LIST_PATIENCE = 3000;

/** Constructs and connects what stands between the features and the network. Nothing is loaded, read or asked before it is used. */
export function createEndpointAccess(dependencies: EndpointAccessDependencies): EndpointAccess {
  const { context, appRoot, modelListsFile, log, report, onRecalled, onLearned } = dependencies;
  const origins = createOriginMemory(context.globalState);
  const activity = createActivity();
  const tokens = createTokens(context.secrets, process.env, {
    onNotSaved: report,
    onSet: forgetFailuresAt,
    onRemoved(origin) {
      forgetFailuresAt(origin);
      return origins.forgetToken(origin);
    },
  });
  /** What failed with another token may not fail with this one. */
  function forgetFailuresAt(origin: string): void {
    for (const { name, url } of readSettings().endpoints) if (originOf(url) === origin) activity.forgetFailure(name);
  }

  const network = createNetwork({ settings: readHttpSettings, appRoot, environment: process.env });
  const clients = createClients({
    token: tokens.get,
    tokenChanges: tokens.changes,
    tokenOrigins: { of: origins.tokenOrigin, note: origins.noteToken },
    keyOrigins: { of: origins.keyOrigin, note: origins.noteKey },
    network,
    hostFetch: (url, init) => fetch(url, init),
    plainHttpAllowed: origin => origins.plainHttp().includes(origin),
    log: record => logRequest(log, record),
    onRequest: record => activity.requestEnded(record),
    onModels: (endpoint, list) => void catalog.take(endpoint, list).catch(report),
    traced: client => withTracedText(client, log),
  });

  const modelLists = onFirstUse(async () => {
    const { createModelLists } = await import('./core/models/modelLists');
    return createModelLists(modelListsFile);
  });
  const catalog = createModelCatalog({
    lists: modelLists.get,
    models: async endpoint => (await clients.shared()).models(endpoint, AbortSignal.timeout(MODEL_LIST_PATIENCE)),
    tokenChanges: tokens.changes,
    onRecalled,
    onLearned,
  });
  return { origins, activity, tokens, clients, catalog };
}
