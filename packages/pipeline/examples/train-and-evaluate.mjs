/** What `cmg pretrain` and `cmg transfer` do: node train-and-evaluate.mjs mine.yaml runs/mine */
import { loadConfig } from '@cmg/config';
import { createComponents, evaluate, openRun, pretrain } from '@cmg/pipeline';
import { openBackend } from '@cmg/runtime';

const [file, folder] = process.argv.slice(2);
await openBackend('auto');
const { config, components } = await loadConfig(file, createComponents());
await pretrain(config, { components, folder });
const run = await openRun(folder);
console.log(JSON.stringify(await evaluate(run, { from: ['audio'], to: ['video', 'text'] })));
run.dispose();
