import type { Activity } from './core/client/activity';
import type { Clients } from './core/client/clients';
import type { OriginMemory } from './core/endpoints/originMemory';
import type { ModelCatalog } from './core/models/modelCatalog';
import type { ChatSession } from './core/session/chatSession';
import { choiceMemory, type Memory } from './vscode/chat/followSession';
import { registerAddressCommands } from './vscode/endpoints/addressCommands';
import { registerEndpointCommands } from './vscode/endpoints/endpointCommands';
import { registerEndpointManagement } from './vscode/endpoints/endpointManagement';
import { changeEndpoints, readSettings, saveEndpoint, takenNames } from './vscode/settings';
import type { Tokens } from './vscode/tokens';

/** `session` is about the active chat: what is chosen is chosen for it. `revealChat` is called once an endpoint is added. */
export interface EndpointFeaturesDependencies {
  readonly session: Pick<ChatSession, 'target' | 'setTarget'>;
  readonly clients: Clients;
  readonly catalog: ModelCatalog;
  readonly tokens: Tokens;
  readonly origins: OriginMemory;
  readonly activity: Activity;
  readonly memory: Memory;
  readonly revealChat: () => Promise<void>;
  readonly report: (error: unknown) => void;
}

/** Constructs and connects what adds, changes, chooses and removes endpoints. */
export function registerEndpointFeatures(dependencies: EndpointFeaturesDependencies) {
  const { session, clients, catalog, tokens, origins, activity, memory, revealChat, report } = dependencies;

  /** What the commands need that change an endpoint. */
  const changes = {
    endpoints: () => readSettings().endpoints,
    changeEntries: changeEndpoints,
    tokens,
    forgetEndpoint(name: string) {
      activity.forgetFailure(name);
      return origins.forgetEndpoint(name);
    },
  };

  const addressActions = async () => {
    const { createAddressActions } = await import('./vscode/endpoints/addressActions');
    return createAddressActions({ ...changes, origins });
  };

  async function loadAddEndpoint(): Promise<() => Promise<void>> {
    const { createAddEndpoint } = await import('./vscode/endpoints/addEndpoint');
    return createAddEndpoint({
      endpoints: takenNames,
      async saveEndpoint(endpoint) {
        await saveEndpoint(endpoint);
        // Whatever had this name before was another one.
        await changes.forgetEndpoint(endpoint.name);
      },
      tokens,
      clientFor: clients.trying,
      plainHttpAllowed: origin => origins.plainHttp().includes(origin),
      allowPlainHttp: origin => origins.setPlainHttp([...origins.plainHttp(), origin]),
      askForPlainHttp: async origin => (await addressActions()).askForPlainHttp(origin),
      setTarget: target => session.setTarget(target),
      revealChat,
    });
  }

  return [
    registerEndpointCommands({ loadAddEndpoint, report }),
    registerEndpointManagement({
      ...changes,
      client: clients.shared,
      catalog,
      target: () => session.target(),
      setTarget: target => session.setTarget(target),
      ...choiceMemory(memory, origins.rename),
      report,
    }),
    registerAddressCommands(addressActions, report),
  ];
}
