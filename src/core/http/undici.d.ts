// undici's deep imports have no types of their own. The whole package is never imported: it would put its own agent into
// the process-wide dispatcher slots, through which the host's `fetch` goes (cline/cline#12699), and double the size.
declare module 'undici/lib/dispatcher/agent.js' {
  const Agent: typeof import('undici').Agent;
  export default Agent;
  export type Dispatcher = import('undici').Dispatcher;
  export type DispatchController = import('undici').Dispatcher.DispatchController;
}

declare module 'undici/lib/dispatcher/pool.js' {
  const Pool: typeof import('undici').Pool;
  export default Pool;
}

declare module 'undici/lib/dispatcher/proxy-agent.js' {
  const ProxyAgent: typeof import('undici').ProxyAgent;
  export default ProxyAgent;
}

declare module 'undici/lib/api/api-connect.js' {
  const connect: import('undici').Dispatcher['connect'];
  export default connect;
}

declare module 'undici/lib/core/connect.js' {
  export type Connector = import('undici').buildConnector.connector;
  /** undici's own types hide that it returns the socket, which is still connecting. */
  export type SocketConnector = (...asked: Parameters<Connector>) => import('node:net').Socket;
  const buildConnector: (options: ConnectorOptions) => SocketConnector;
  export default buildConnector;
  export type ConnectorOptions = import('undici').buildConnector.BuildOptions;
}
