import type { ForwardContext } from '@cmg/core';
import { withoutTape } from '@cmg/nn';
import type { ModalityNetwork } from './modality-network.js';

const inference = (context: ForwardContext): ForwardContext => ({ ...context, training: false });

/**
 * The network as those see it who read the trained run: in inference mode, also within a training step. Its features are constant to any
 * gradient; its decoder passes one to the codes that it reads, which may be another modality's.
 */
export function frozenNetwork(network: ModalityNetwork): ModalityNetwork {
  const { frontEnd, semantic, specific, decoder } = network;
  return {
    ...network,
    frontEnd: frontEnd && { ...frontEnd, apply: (x, context) => withoutTape(() => frontEnd.apply(x, inference(context))) },
    semantic: { apply: (x, context) => withoutTape(() => semantic.apply(x, inference(context))) },
    specific: { ...specific, apply: (x, context) => withoutTape(() => specific.apply(x, inference(context))) },
    decoder: { apply: (quantized, s, context) => decoder.apply(quantized, s, inference(context)) },
  };
}
