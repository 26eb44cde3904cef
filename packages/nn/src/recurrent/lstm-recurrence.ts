import * as tf from '@tensorflow/tfjs';

/**
 * The recurrent part of an LSTM for N independent lanes at once. With the gates a_t = projected_t + h_{t-1} W in the order
 * i, f, g, o: c_t = sigmoid(f) c_{t-1} + sigmoid(i) tanh(g); h_t = sigmoid(o) tanh(c_t); h and c start at 0.
 *
 * projected [N, B, T, 4H] (inputs times weights, plus biases), hiddenWeight [N, H, 4H] -> h [N, B, T, H].
 *
 * Both passes are written by hand: with tfjs's gradients the backward pass takes three times the operations, and at these
 * sizes their number dominates the time. tanh(g) is taken as 2 sigmoid(2g) - 1, so that one sigmoid serves all gates. Hochreiter &
 * Schmidhuber 1997, with the forget gate of Gers et al. 2000, as in PyTorch.
 */
export function lstmRecurrence(projected: tf.Tensor4D, hiddenWeight: tf.Tensor3D): tf.Tensor4D {
  return recurrence(projected, hiddenWeight) as tf.Tensor4D;
}

const recurrence = tf.customGrad((projected, hiddenWeight, save) => {
  const weight = hiddenWeight as tf.Tensor;
  const { hidden, gates, cells } = forward(projected as tf.Tensor, weight);
  (save as tf.GradSaveFunc)([hidden, gates, cells, weight]);
  return { value: hidden, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => backward(dy, saved) };
});

interface Trace {
  /** h, [N, B, T, H]. */
  readonly hidden: tf.Tensor;
  /** sigmoid of i, f, 2g and o, [T, N, B, 4H]. */
  readonly gates: tf.Tensor;
  /** c, [T, N, B, H]. */
  readonly cells: tf.Tensor;
}

function forward(projected: tf.Tensor, hiddenWeight: tf.Tensor): Trace {
  const width = hiddenWeight.shape[1] as number;
  const doubleG = tf.tensor1d(Array.from({ length: 4 * width }, (_, j) => (Math.floor(j / width) === 2 ? 2 : 1)));
  const weight = tf.mul(hiddenWeight, doubleG);
  const hiddens: tf.Tensor[] = [];
  const gates: tf.Tensor[] = [];
  const cells: tf.Tensor[] = [];
  for (const [t, input] of tf.unstack(tf.mul(projected, doubleG), 2).entries()) {
    const previous = hiddens[t - 1];
    const gate = tf.sigmoid(previous === undefined ? input : tf.add(input, tf.matMul(previous, weight)));
    const [i, f, halfG, o] = tf.split(gate, 4, -1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const fresh = tf.mul(i, tf.sub(tf.mul(halfG, 2), 1));
    const before = cells[t - 1];
    const cell = before === undefined ? fresh : tf.add(tf.mul(f, before), fresh);
    gates.push(gate);
    cells.push(cell);
    hiddens.push(tf.mul(o, tf.tanh(cell)));
  }
  return { hidden: tf.stack(hiddens, 2), gates: tf.stack(gates), cells: tf.stack(cells) };
}

/**
 * d projected and d hiddenWeight. Everything that does not depend on later segments is computed for all t at once; the
 * loop only computes dh, dc and the gates' gradient [dc, dc, dc, dh] * local.
 */
function backward(dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] {
  const [hidden, gates, cells, weight] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  const [i, f, halfG, o] = tf.split(gates, 4, -1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  const squashed = tf.tanh(cells);
  const others = tf.concat([tf.sub(tf.mul(halfG, 2), 1), shifted(cells, 0), tf.mul(i, 4), squashed], -1);
  const local = tf.unstack(tf.mul(tf.sub(gates, tf.square(gates)), others));
  const throughCell = tf.unstack(tf.mul(o, tf.sub(1, tf.square(squashed))));
  const forget = tf.unstack(f);
  const above = tf.unstack(dy, 2);

  const gateGradients: tf.Tensor[] = [];
  let fromLater: { readonly hidden: tf.Tensor; readonly cell: tf.Tensor } | undefined;
  for (let t = above.length - 1; t >= 0; t--) {
    const dh = fromLater === undefined ? at(above, t) : tf.add(at(above, t), fromLater.hidden);
    const direct = tf.mul(dh, at(throughCell, t));
    const dc = fromLater === undefined ? direct : tf.add(direct, fromLater.cell);
    const gate = tf.mul(tf.concat([dc, dc, dc, dh], -1), at(local, t));
    gateGradients.unshift(gate);
    if (t > 0) fromLater = { hidden: tf.matMul(gate, weight, false, true), cell: tf.mul(dc, at(forget, t)) };
  }
  const dProjected = tf.stack(gateGradients, 2);
  return [dProjected, tf.matMul(rows(shifted(hidden, 2)), rows(dProjected), true, false)];
}

const at = (steps: readonly tf.Tensor[], t: number): tf.Tensor => steps[t] as tf.Tensor;

/** The values shifted by one segment along T: zeros first, the last one dropped. */
function shifted(x: tf.Tensor, axis: number): tf.Tensor {
  const kept = x.shape.map((size, i) => (i === axis ? size - 1 : size));
  const zeros = tf.zeros(x.shape.map((size, i) => (i === axis ? 1 : size)));
  return tf.concat(
    [
      zeros,
      tf.slice(
        x,
        x.shape.map(() => 0),
        kept,
      ),
    ],
    axis,
  );
}

/** [N, B, T, W] -> [N, B T, W]. */
function rows(x: tf.Tensor): tf.Tensor {
  const [lanes, batch, segments, width] = x.shape as [number, number, number, number];
  return x.reshape([lanes, batch * segments, width]);
}
