import type { NdArray } from '@cmg/core';

/** The parameters of an official checkpoint, in PyTorch's layout: module (`encoder`, `cpc`, ...) -> name in its state dict -> values. */
export type OfficialCheckpoint = ReadonlyMap<string, ReadonlyMap<string, NdArray>>;

/** Keys of the dictionary that the official code saves with `torch.save` -> our name of the module. */
export const CHECKPOINT_MODULES: ReadonlyMap<string, string> = new Map([
  ['Encoder_parameters', 'encoder'],
  ['Decoder_parameters', 'decoder'],
  ['CPC_parameters', 'cpc'],
  ['Text_ar_lstm_parameters', 'text_bilstm'],
  ['Audio_mi_net_parameters', 'club_audio'],
  ['Video_mi_net_parameters', 'club_video'],
  ['Text_mi_net_parameters', 'club_text'],
]);

/** A tensor of a checkpoint; undefined if missing. */
export function officialTensor(checkpoint: OfficialCheckpoint, module: string, name: string): NdArray | undefined {
  return checkpoint.get(module)?.get(name);
}

/** The checkpoint of tensors by full name, `<module>/<name>`. */
export function checkpointOf(tensors: Iterable<readonly [name: string, array: NdArray]>): OfficialCheckpoint {
  const checkpoint = new Map<string, Map<string, NdArray>>();
  for (const [full, array] of tensors) {
    const slash = full.indexOf('/');
    const module = full.slice(0, slash);
    const named = checkpoint.get(module) ?? new Map<string, NdArray>();
    checkpoint.set(module, named.set(full.slice(slash + 1), array));
  }
  return checkpoint;
}

/** The inverse of {@link checkpointOf}. */
export function tensorsOf(checkpoint: OfficialCheckpoint): Map<string, NdArray> {
  return new Map([...checkpoint].flatMap(([module, tensors]) => [...tensors].map(([name, array]) => [`${module}/${name}`, array])));
}
