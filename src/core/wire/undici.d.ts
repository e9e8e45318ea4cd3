// undici's deep imports have no types of their own. The whole package is never imported: it would put its own agent into
// the process-wide dispatcher slots, through which the host's `fetch` goes (cline/cline#12699), and double the size.
declare module 'undici/lib/dispatcher/agent.js' {
  const Agent: typeof import('undici').Agent;
  export default Agent;
  export type Dispatcher = import('undici').Dispatcher;
  export type DispatchController = import('undici').Dispatcher.DispatchController;
}
