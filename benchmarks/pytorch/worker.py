"""Runs one case in PyTorch on CPU: a line of JSON in, a line of JSON out. See ../README.md for the protocol."""

import json
import os
import resource
import sys
import time

import torch

from downstream import Downstream
from quantise import Quantise
from reading import Reading
from training import Training

CASES = {'training': Training, 'quantise': Quantise, 'downstream': Downstream, 'reading': Reading}


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def measure(case, repeats):
    wall, cpu = time.perf_counter(), cpu_seconds()
    case.run(repeats)
    return {'seconds': (time.perf_counter() - wall) / repeats, 'cpuSeconds': (cpu_seconds() - cpu) / repeats}


def main():
    torch.set_num_threads(int(os.environ['BENCH_THREADS']))
    torch.manual_seed(0)
    case = None
    for line in sys.stdin:
        request = json.loads(line)
        if 'prepare' in request:
            case = CASES[request['prepare']['kind']](request['prepare'])
            reply = {'parameters': case.parameters, 'version': f'PyTorch {torch.__version__}'}
        elif 'run' in request:
            reply = measure(case, request['run'])
        else:
            reply = {'peakBytes': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}
        print(json.dumps(reply), flush=True)


main()
