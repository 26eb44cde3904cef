/** `npm run --silent sbom > sbom.cdx.json`: a CycloneDX bill of what an installation of the packages contains, by npm, with hashes. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { productionLock } from './lib/production-lock.mjs';
import { ROOT, run } from './lib/run.mjs';

// npm would leave out what the root lists for development, even where a package of ours needs it.
const lock = productionLock(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')));
const scratch = mkdtempSync(join(tmpdir(), 'cmg-sbom-'));
const folder = join(scratch, lock.name); // npm names the bill after it
mkdirSync(folder);
writeFileSync(join(folder, 'package.json'), JSON.stringify(lock.packages['']));
writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
const options = ['--prefix', folder, '--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'];
process.exitCode = await run('npm', ['sbom', ...options]).finally(() => rmSync(scratch, { recursive: true }));
