import { mergeNames, officialLayer, type OfficialNames } from './official-name.js';

/** Ours -> the official code's. */
const NETWORKS = { mean: 'p_mu', logVariance: 'p_logvar' } as const;

/** Where the official code stores the networks of `club`, relative to the objective's scope: a module `club_<modality>` each. */
export function clubNames(modalities: readonly string[]): OfficialNames {
  const networks = Object.entries(NETWORKS);
  const layers = modalities.flatMap((m) => networks.flatMap((network) => [0, 1, 2, 3].map((layer) => ({ m, network, layer }))));
  return mergeNames(
    ...layers.map(({ m, network: [ours, official], layer }) =>
      officialLayer({ module: `club_${m}`, path: `${m}/${ours}/${layer}`, name: `${official}.${2 * layer}` }),
    ),
  );
}
