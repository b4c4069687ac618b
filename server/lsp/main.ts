import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './startServer';
import { nodeRuntime } from './workspace/nodeRuntime';

// The transport is what the command line says: --stdio, --node-ipc, --socket or --pipe. The connection ends the process when its client
// is gone: when the transport closes, or when the process named in `initialize` or --clientProcessId does not live any more.
startServer(createConnection(ProposedFeatures.all), nodeRuntime);
