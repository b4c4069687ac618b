import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { rejectEarlyRequests, waitForInitialize } from './session/beforeInitialize';
import { startServer } from './startServer';
import { followClientBytes } from './workspace/clientStreams';
import { nodeRuntime } from './workspace/nodeRuntime';

// The transport is what the command line says: --stdio, --node-ipc, --socket or --pipe. The connection ends
// the process when its client is gone: when the transport closes, or when the process named in `initialize`
// or --clientProcessId does not live any more.
const options = { messageStrategy: waitForInitialize() };
const socket = followClientBytes(process.argv.slice(2));
const connection = socket
  ? createConnection(ProposedFeatures.all, socket, socket, options)
  : createConnection(ProposedFeatures.all, options);
rejectEarlyRequests(connection);
startServer(connection, nodeRuntime);
