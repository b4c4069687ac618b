import type { TestClientOptions } from './testClient';
import { TestClient } from './testClient';
import { TemporaryProject } from './temporaryProject';

/**
 * Runs a test with a project on disk and a server that has it as its workspace folder; both are gone
 * afterwards.
 */
export async function withServer(
  files: Readonly<Record<string, string | Buffer>>,
  run: (client: TestClient, project: TemporaryProject) => Promise<void>,
  options: Partial<TestClientOptions> = {},
): Promise<void> {
  const project = new TemporaryProject(files);
  try {
    const client = await TestClient.start({ folders: [project.uri('')], ...options });
    try {
      await client.until('the first index is complete', () => client.changes.length > 0);
      await run(client, project);
    } finally {
      await client.dispose();
    }
  } finally {
    project.dispose();
  }
}
