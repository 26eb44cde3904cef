/** mine.yaml, and runs/mine: what `cmg pretrain --config mine.yaml` leaves. */
import './config.mjs';
import { loadConfig } from '@cmg/config';
import { createComponents, pretrain } from '@cmg/pipeline';
import { openBackend } from '@cmg/runtime';

await openBackend();
const { config, components } = await loadConfig('mine.yaml', createComponents());
await pretrain(config, { components, folder: 'runs/mine' });
