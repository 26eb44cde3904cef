import { describeObjective } from '@cmg/core/testing';
import { club, crossCpc } from '../src/index.js';

describeObjective(club);
describeObjective(crossCpc, { modalities: 2 });
