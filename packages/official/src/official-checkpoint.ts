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
