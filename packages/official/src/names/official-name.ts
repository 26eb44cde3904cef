/** Where the official PyTorch code stores a parameter. */
export interface OfficialName {
  /** Which of the checkpoint's modules: `encoder`, `decoder`, `text_bilstm`, `cpc`, ... */
  readonly module: string;
  /** The parameter's name in that module's state dict. */
  readonly name: string;
  /** If the official tensor combines several of our parameters: the rows (first axis) of this one, [begin, end). */
  readonly rows?: readonly [begin: number, end: number];
}

/** Our parameter's path within its part (`layers/0/norm1/weight`) -> its official name. */
export type OfficialNames = ReadonlyMap<string, OfficialName>;

/** Names of a modality's parts, relative to each part's scope. */
export interface PartNames {
  readonly frontEnd?: OfficialNames;
  readonly semanticEncoder: OfficialNames;
  readonly specificEncoder: OfficialNames;
  readonly decoder: OfficialNames;
}

/** Names of layers of one kind, relative to `path` (ours; '' for the part itself) and `name` (official, within `module`). */
export interface OfficialPlace {
  readonly module: string;
  readonly path: string;
  readonly name: string;
}

const join = (path: string, leaf: string): string => (path === '' ? leaf : `${path}/${leaf}`);

/** An affine map, a convolution or a normalisation: `weight` and, unless disabled, `bias`. */
export function officialLayer({ module, path, name }: OfficialPlace, leaves: readonly string[] = ['weight', 'bias']): OfficialNames {
  return new Map(leaves.map((leaf) => [join(path, leaf), { module, name: `${name}.${leaf}` }]));
}

/** A transformer encoder with its affine map in front. */
export function officialTransformer({ module, path, name }: OfficialPlace, layers: number): OfficialNames {
  const perLayer = Array.from({ length: layers }, (_, i) => {
    const layer = (ours: string, official: string) =>
      officialLayer({ module, path: join(path, `layers/${i}/${ours}`), name: `${name}.encoder.layers.${i}.${official}` });
    const into = join(path, `layers/${i}/attention/in`);
    const attention = `${name}.encoder.layers.${i}.self_attn`;
    return mergeNames(
      new Map([
        [`${into}/weight`, { module, name: `${attention}.in_proj_weight` }],
        [`${into}/bias`, { module, name: `${attention}.in_proj_bias` }],
      ]),
      layer('attention/out', 'self_attn.out_proj'),
      ...['linear1', 'linear2', 'norm1', 'norm2'].map((same) => layer(same, same)),
    );
  });
  return mergeNames(officialLayer({ module, path: join(path, 'affine'), name: `${name}.affine_matrix` }), ...perLayer);
}

/** One LSTM lane of `layers` layers. `name` is the LSTM's, with its dot where it has one; `suffix` is `_reverse` backward. */
export function officialLstm({ module, path, name }: OfficialPlace, layers: number, suffix = ''): OfficialNames {
  const leaves = { inputWeight: 'weight_ih', hiddenWeight: 'weight_hh', inputBias: 'bias_ih', hiddenBias: 'bias_hh' };
  return new Map(
    Array.from({ length: layers }, (_, k) => k).flatMap((k) =>
      Object.entries(leaves).map(([ours, official]) => [
        join(path, `l${k}/${ours}`),
        { module, name: `${name}${official}_l${k}${suffix}` },
      ]),
    ),
  );
}

/** All tables in one. */
export function mergeNames(...tables: readonly OfficialNames[]): OfficialNames {
  return new Map(tables.flatMap((table) => [...table]));
}
