// Everything that a fresh clone needs: `node scripts/setup.mjs`. The other scripts call the parts that they
// need by themselves.
import { isMain } from './paths.mjs';
import { ensureChromium } from './setup/chromium.mjs';
import { runMain } from './setup/command.mjs';
import { ensureNodePackages } from './setup/nodePackages.mjs';
import { ensurePython } from './setup/python.mjs';
import { ensureRegistryVsCode } from './setup/registryVsCode.mjs';

if (isMain(import.meta)) {
  await runMain(async () => {
    await ensureNodePackages();
    console.log(`Python: ${(await ensurePython()).join(' ')}`);
    console.log(`Chromium: ${await ensureChromium()}`);
    console.log(`VS Code: ${(await ensureRegistryVsCode()).serverMain}`);
  });
}
