"""Times a product of matrices, c = a @ b, in NumPy: products.py COUNT M K N FORM SECONDS, FORM one of Plain, LeftTransposed, RightTransposed.

Prints the library that computes it, then median, tenth and ninetieth percentile in microseconds. Samples are taken as the other side takes them: after a
warm-up, each of so many products that it lasts 50 microseconds. A call from Python costs half a microsecond or more, which is part of what is printed.
"""
import ctypes
import os
import sys
import time

import numpy

MAPS = "/proc/self/maps"


def library():
    """The configuration of the OpenBLAS that is loaded; None if another library is."""
    if not os.path.exists(MAPS):
        return "a library that can't be told on this system"
    with open(MAPS) as maps:
        paths = sorted({line.split()[-1] for line in maps if "blas" in line})
    for path in paths:
        config = getattr(ctypes.CDLL(path), "openblas_get_config", None)
        if config:
            config.restype = ctypes.c_char_p
            return config().decode()
    return None


def operands(count, m, k, n, form):
    draw = numpy.random.default_rng(1)
    shape = lambda rows, columns: (count, rows, columns) if count > 1 else (rows, columns)
    normal = lambda rows, columns: draw.standard_normal(shape(rows, columns), dtype=numpy.float32)
    a = normal(k, m).swapaxes(-1, -2) if form == "LeftTransposed" else normal(m, k)
    b = normal(n, k).swapaxes(-1, -2) if form == "RightTransposed" else normal(k, n)
    return a, b, numpy.empty(shape(m, n), numpy.float32)


def micros(a, b, c, calls):
    matmul = numpy.matmul
    start = time.perf_counter_ns()
    for _ in range(calls):
        matmul(a, b, out=c)
    return (time.perf_counter_ns() - start) / 1000


def main():
    count, m, k, n = map(int, sys.argv[1:5])
    a, b, c = operands(count, m, k, n, sys.argv[5])
    seconds = float(sys.argv[6])
    warm = time.perf_counter() + 0.3
    while time.perf_counter() < warm:
        micros(a, b, c, 1)
    calls = 1
    while micros(a, b, c, calls) < 50:
        calls *= 2
    samples = []
    end = time.perf_counter() + seconds
    while len(samples) < 9 or time.perf_counter() < end:
        samples.append(micros(a, b, c, calls) / calls)
    samples.sort()
    print(library() or "")
    print(*(samples[int(share * len(samples))] for share in (0.5, 0.1, 0.9)))


main()
