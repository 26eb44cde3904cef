declare module '@cmg/baselines' {
  export interface AdaptiveMargin {
      readonly alpha: number;
      readonly marginGradient: 'keep' | 'stop';
  }
  export type CodisOptions = z.infer<typeof options>;
  export interface ContrastOptions {
      readonly temperature: number;
      readonly learnt: boolean;
  }
  export type SMitOptions = z.infer<typeof options>;
  export interface TransportOptions {
      readonly beta: number;
      readonly iterations: number;
  }
  export type TurnOptions = z.infer<typeof options>;
  export function adaptiveMarginContrast(scores: tf.Tensor2D, { alpha, marginGradient }: AdaptiveMargin, paired?: tf.Tensor1D): tf.Scalar;
  export function assignmentLoss(cosines: tf.Tensor2D, plan: tf.Tensor2D, inUse: tf.Tensor1D, temperature: number, present?: tf.Tensor1D): tf.Scalar;
  export function clipContrast(scores: tf.Tensor2D, scale: number | tf.Scalar, paired?: tf.Tensor1D): tf.Scalar;
  export function codeCosines(features: tf.Tensor2D, codes: tf.Tensor2D): tf.Tensor2D;
  export const codis: ObjectiveFactory<CodisOptions>;
  export function hiddenError(rebuilt: tf.Tensor, x: tf.Tensor, hidden: tf.Tensor, count: number, present?: tf.Tensor2D): tf.Scalar;
  export const infonce: import("@cmg/core").ObjectiveFactory<import("./clip-contrast.js").ContrastOptions>;
  export const lateInteraction: import("@cmg/core").ObjectiveFactory<import("./clip-contrast.js").ContrastOptions>;
  export function lateInteractionScores(za: tf.Tensor3D, zb: tf.Tensor3D): tf.Tensor2D;
  export const mst: import("@cmg/core").ObjectiveFactory<import("./clip-contrast.js").ContrastOptions>;
  // codis
  const options: z.ZodObject<{
      features: z.ZodDefault<z.ZodEnum<{
          clips: "clips";
          segments: "segments";
      }>>;
      momentum: z.ZodDefault<z.ZodNumber>;
      beta: z.ZodDefault<z.ZodNumber>;
      iterations: z.ZodDefault<z.ZodInt>;
      temperature: z.ZodDefault<z.ZodNumber>;
      patience: z.ZodDefault<z.ZodInt>;
  }, z.core.$strict>;
  // s-mit
  const options: z.ZodObject<{
      alpha: z.ZodDefault<z.ZodNumber>;
      marginGradient: z.ZodDefault<z.ZodEnum<{
          keep: "keep";
          stop: "stop";
      }>>;
      similarity: z.ZodDefault<z.ZodEnum<{
          "scaled-dot": "scaled-dot";
          cosine: "cosine";
          dot: "dot";
      }>>;
      temperature: z.ZodDefault<z.ZodNumber>;
  }, z.core.$strict>;
  // turn
  const options: z.ZodObject<{
      temperature: z.ZodDefault<z.ZodNumber>;
      learnt: z.ZodDefault<z.ZodBoolean>;
      hidden: z.ZodDefault<z.ZodNumber>;
      reconstruction: z.ZodDefault<z.ZodNumber>;
  }, z.core.$strict>;
  export const sMit: ObjectiveFactory<SMitOptions>;
  export function transportCost(plan: tf.Tensor2D, cosines: tf.Tensor2D): tf.Scalar;
  export function transportPlan(costs: tf.Tensor2D, inUse: tf.Tensor1D, { beta, iterations }: TransportOptions, present?: tf.Tensor1D): tf.Tensor2D;
  export const turn: ObjectiveFactory<TurnOptions>;
}
