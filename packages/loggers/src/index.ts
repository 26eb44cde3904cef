export { mlflow } from './mlflow.js';
export { wandb } from './wandb.js';
