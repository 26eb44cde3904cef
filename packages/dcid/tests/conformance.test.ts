import { describeObjective } from '@cmg/core/testing';
import { compile } from '@cmg/runtime';
import { club, crossCpc } from '../src/index.js';

describeObjective(club, { compile });
describeObjective(crossCpc, { modalities: 2, compile });
